"""A listener that reports what it understood: pocketsphinx with its own US English model, and the word error rate (WER)."""
import os
import pathlib
import re
import subprocess
import tempfile
import wave

MODEL = "/usr/share/pocketsphinx/model/en-us"
# It looks at every second frame and keeps fewer guesses than by default: half the time, and it hears all voices worse.
FAST = ("-ds", "2", "-maxhmmpf", "10000")


def words(text):
    return re.sub(r"[^a-z' ]", " ", text.lower()).split()


def distance(wanted, heard):
    """Words that must be replaced, removed or added to make one list from the other (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for i, word in enumerate(wanted, 1):
        last, row[0] = row[0], i
        for j, other in enumerate(heard, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (word != other))
    return row[-1]


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True)


def transcripts(folder, count, effort):
    """What the recogniser hears in <folder>/0.wav … as lists of words."""
    names = folder / "names"
    names.write_text("".join(f"{i}\n" for i in range(count)))
    run("pocketsphinx_batch", *effort, "-hmm", f"{MODEL}/en-us", "-lm", f"{MODEL}/en-us.lm.bin",
        "-dict", f"{MODEL}/cmudict-en-us.dict", "-ctl", str(names), "-cepdir", str(folder), "-cepext", ".wav",
        "-adcin", "yes", "-adchdr", "44", "-hyp", str(folder / "heard"), "-logfn", os.devnull)
    heard = [re.sub(r"\(\S+ \S+\)$", "", line) for line in (folder / "heard").read_text().splitlines()]
    return [words(line) for line in heard]


def pad(file):
    """Silence around the speech, as a microphone would hear it: the recogniser learns the noise floor from it."""
    with wave.open(str(file)) as audio:
        parameters, speech = audio.getparams(), audio.readframes(audio.getnframes())
    silence = bytes(2 * int(0.3 * parameters.framerate))
    with wave.open(str(file), "wb") as audio:
        audio.setparams(parameters)
        audio.writeframes(silence + speech + silence)


def errors(sentences, speak, effort=()):
    """Wrong words for each sentence when `speak(text, file)` writes it as 16 kHz mono WAV."""
    with tempfile.TemporaryDirectory(prefix="parlando-test-") as name:
        folder = pathlib.Path(name)
        for i, sentence in enumerate(sentences):
            speak(sentence, folder / f"{i}.wav")
            pad(folder / f"{i}.wav")
        heard = transcripts(folder, len(sentences), effort)
    return [distance(words(sentence), guess) for sentence, guess in zip(sentences, heard, strict=True)]


def teacher(text, file):
    run("flite", "-voice", "rms", "-t", text, "-o", str(file))
