"""A speech recogniser understands the built-in voice on sentences that it was not trained on.

The measure is the word error rate against that of the voice's teacher, flite's `rms`, on the same sentences. They are
for judging only: what is chosen about the voice is chosen on scripts/voice/validation.txt. The fast listener is harder
on the teacher than on the voice; with the recogniser's defaults (scripts/voice/choose.py) the ratio is higher.
"""
import concurrent.futures
import os
import pathlib
import unittest

import listener

SERVER = os.environ["PARLANDO_SERVER"]
SENTENCES = pathlib.Path(__file__).with_name("held_out.txt").read_text("utf-8").splitlines()
HIGHEST_WER, HIGHEST_RATIO = 0.12, 1.3


def word_error_rate(speak):
    wrong = listener.errors(SENTENCES, speak, listener.FAST)
    return sum(wrong) / sum(len(listener.words(sentence)) for sentence in SENTENCES)


def robin(text, file):
    listener.run(SERVER, "say", text, "-o", str(file))


class Listening(unittest.TestCase):
    def test_a_recogniser_understands_the_voice_about_as_well_as_its_teacher(self):
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            ours, theirs = pool.map(word_error_rate, (robin, listener.teacher))
        print(f"word error rate: robin {ours:.1%}, its teacher {theirs:.1%}, ratio {ours / theirs:.2f}")
        self.assertLessEqual(ours, HIGHEST_WER)
        self.assertLessEqual(ours, HIGHEST_RATIO * theirs)


if __name__ == "__main__":
    unittest.main()
