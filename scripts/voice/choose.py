"""Compares voices by ear: how many words of the validation sentences a recogniser gets wrong, and how they sound.

Whatever is chosen about a voice (checkpoint, noise scale, rate) is chosen with this; the held-out sentences of
tests/speech are for judging the choice once. Voices are folders made by export.py; a noise scale may follow: FOLDER@0.4.
"""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

import measure
import phonemes
import speak

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "tests/speech"))
import listener  # noqa: E402


class Voice:
    def __init__(self, name, seed):
        folder, _, noise = name.partition("@")
        self.model, config, _ = speak.load(folder)
        self.config = dict(config, noise_scale=float(noise)) if noise else config
        self.seed, self.spoken = seed, []

    def __call__(self, text, file):
        torch.manual_seed(self.seed + len(self.spoken))
        samples = speak.speak(self.model, self.config, phonemes.ipa_to_ids(phonemes.text_to_ipa(text)))
        speak.write(file, samples, self.config["sampling_rate"])
        self.spoken.append(samples)


def loudness(speech):
    """Integrated loudness in LUFS (EBU R 128) of a list of utterances at 16 kHz."""
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        speak.write(file.name, np.concatenate(speech), 16000)
        told = subprocess.run(["ffmpeg", "-nostats", "-i", file.name, "-af", "ebur128", "-f", "null", "-"], check=True,
                              capture_output=True, text=True).stderr
    return float(re.findall(r"I:\s+(\S+) LUFS", told)[-1])


def report(name, speech, wrong, sentences):
    count = sum(len(listener.words(sentence)) for sentence in sentences)
    line = f"{name}: {sum(wrong)} of {count} words wrong ({sum(wrong) / count:.1%}), {sum(map(len, speech)) / 16000:.0f} s"
    if speech:
        ends = {mark: [measure.final_movement(s) for s, text in zip(speech, sentences) if text[-1] == mark] for mark in ".?"}
        line += (f", {loudness(speech):.1f} LUFS, peak {max(np.abs(s).max() for s in speech):.2f}, at the end "
                 f"questions {np.median(ends['?']):+.2f}, statements {np.median(ends['.']):+.2f} octaves")
    print(line, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="*", help="folder or folder@noise")
    parser.add_argument("--teacher", action="store_true", help="the teacher, too")
    parser.add_argument("--seeds", type=int, default=1, help="times that every voice speaks, each with other noise")
    parser.add_argument("--sentences", default=HERE / "validation.txt")
    parser.add_argument("--fast", action="store_true", help="the listener of the tests: half the time, hears worse")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    sentences = Path(arguments.sentences).read_text("utf-8").splitlines()
    effort = listener.FAST if arguments.fast else ()
    if arguments.teacher:
        report("teacher", [], listener.errors(sentences, listener.teacher, effort), sentences)
    for name in arguments.voices:
        for seed in range(arguments.seeds):
            voice = Voice(name, 1000 * seed)
            wrong = listener.errors(sentences, voice, effort)
            report(f"{name} seed {seed}", voice.spoken, wrong, sentences)


if __name__ == "__main__":
    main()
