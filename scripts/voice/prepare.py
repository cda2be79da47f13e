"""Corpus to training data: speaks every sentence with the teacher, aligns it, and resynthesises the targets.

Writes <out>/data.npz: all utterances back to back (ids, durations, latents, audio) with their offsets.
"""
import argparse
import struct
import subprocess
from multiprocessing import Pool
from pathlib import Path

import numpy as np

import align
import phonemes
import vocoder

CHUNK = 100  # sentences per teacher process


def for_teacher(text):
    """The teacher knows neither dash nor ellipsis."""
    return text.replace("—", ",").replace("…", ",")


def read_record(stream):
    def count():
        return struct.unpack("<i", stream.read(4))[0]

    segments = []
    for _ in range(count()):
        name = stream.read(8).split(b"\0")[0].decode()
        segments.append((name, struct.unpack("<f", stream.read(4))[0]))
    track = np.frombuffer(stream.read(count() * 31 * 4), "<f4").reshape(-1, 31)
    stream.read(2 * count())
    return segments, track


def work(job):
    number, teacher, sentences = job
    lines = "".join(for_teacher(text) + "\n" for text in sentences)
    with subprocess.Popen([teacher], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        process.stdin.write(lines.encode())  # a chunk fits the pipe, so this cannot block
        process.stdin.close()
        records = [read_record(process.stdout) for _ in sentences]
    generator = np.random.default_rng(number)
    result = []
    for text, (segments, track) in zip(sentences, records):
        ipa = phonemes.text_to_ipa(text)
        groups = align.align(ipa, segments) if segments else None
        if groups is None:
            continue
        latent, audio = vocoder.resynthesise(groups, segments, track, text, generator)
        ids, durations = phonemes.ipa_to_ids(ipa), align.symbol_durations(groups)
        if len(ids) != len(durations) or sum(durations) != len(latent):
            raise RuntimeError(f"lengths differ: {text!r} {len(ids)} {len(durations)} {sum(durations)} {len(latent)}")
        result.append((text, ids, durations, latent.astype(np.float16), np.round(audio * 32767).astype(np.int16)))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", default="build/voice/corpus.txt")
    parser.add_argument("--teacher", default="build/voice/teacher")
    parser.add_argument("--out", default="build/voice")
    parser.add_argument("--limit", type=int, default=0)
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    sentences = Path(arguments.corpus).read_text("utf-8").splitlines()[:arguments.limit or None]
    jobs = [(i, arguments.teacher, sentences[i:i + CHUNK]) for i in range(0, len(sentences), CHUNK)]
    with Pool(arguments.processes) as pool:
        items = [item for part in pool.imap(work, jobs) for item in part]
    texts, ids, durations, latents, audio = zip(*items)
    np.savez(Path(arguments.out, "data.npz"), texts=np.array(texts), ids=np.concatenate(ids).astype(np.int16),
             durations=np.concatenate(durations).astype(np.int16), latents=np.concatenate(latents), audio=np.concatenate(audio),
             id_counts=np.array([len(i) for i in ids]), frame_counts=np.array([len(x) for x in latents]))
    hours = sum(map(len, audio)) / vocoder.RATE / 3600
    print(f"{len(items)} of {len(sentences)} sentences kept, {hours:.2f} hours")


if __name__ == "__main__":
    main()
