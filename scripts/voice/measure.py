"""Compares voices with the synthesised teacher by numbers, on the utterances kept from training, in the teacher's timing.

log mel: mean distance of log mel spectra at the same loudness; pitch: share of voiced frames whose F0 is within an
eighth of the target's; periodicity: median of the highest normalised autocorrelation of voiced frames (a hoarse voice
has less than its target). Voices are checkpoints or folders, FOLDER@0.4 with another noise scale.
"""
import argparse
import os

import numpy as np
import torch

import speak
from losses import SpectralLoss
from model import Vits
from train import GAIN, HOP, VALIDATION

RATE, WINDOW, LOWEST, HIGHEST = 16000, 640, 66.0, 250.0  # Hz


def pitch(samples):
    """F0 in Hz and periodicity (0..1) at the centre of every frame of HOP samples [frames, 2]."""
    shape, size = np.hanning(WINDOW), 2 * WINDOW
    padded = np.pad(samples, WINDOW // 2)
    starts = np.arange(len(samples) // HOP) * HOP + HOP // 2
    frames = padded[starts[:, None] + np.arange(WINDOW)] * shape
    similarity = np.fft.irfft(np.abs(np.fft.rfft(frames, size)) ** 2)[:, :WINDOW]
    bias = np.fft.irfft(np.abs(np.fft.rfft(shape, size)) ** 2)[:WINDOW]
    similarity /= (similarity[:, :1] + 1e-9) * np.maximum(bias / bias[0], 1e-3)
    first, last = int(RATE / HIGHEST), int(RATE / LOWEST)
    best = first + similarity[:, first:last].argmax(1)
    return np.stack([RATE / best, similarity[np.arange(len(best)), best]], axis=1)


def final_movement(samples):
    """Octaves between the last voiced frames and all before them."""
    f0, periodicity = pitch(samples).T
    level = np.sqrt((samples[:len(f0) * HOP].reshape(-1, HOP) ** 2).mean(1))
    voiced = f0[(periodicity > 0.5) & (level > 0.1 * level.max())]
    return float(np.log2(np.median(voiced[-8:]) / np.median(voiced[:-8]))) if len(voiced) > 16 else 0.0


def load(name):
    if os.path.isdir(name):
        return speak.load(name)[:2]
    stored = torch.load(name)
    model = Vits(stored["config"]).eval()
    model.load_state_dict(stored["average"])
    return model, stored["config"]


def utterances(path):
    """(symbol ids, durations, voiced frames, log F0, audio) of the utterances kept from training."""
    stored = np.load(path)
    symbol_ends, frame_ends = np.cumsum(stored["id_counts"]), np.cumsum(stored["frame_counts"])
    ids, durations, audio, latents = stored["ids"], stored["durations"], stored["audio"], stored["latents"]
    for i in range(len(symbol_ends) - VALIDATION, len(symbol_ends)):
        a, b = symbol_ends[i] - stored["id_counts"][i], symbol_ends[i]
        first, last = frame_ends[i] - stored["frame_counts"][i], frame_ends[i]
        voiced = latents[first:last, 72] > 0.8
        if voiced.sum() > 20:
            yield (ids[a:b].astype(int), durations[a:b].astype(int), voiced, latents[first:last, 79].astype(np.float32),
                   audio[first * HOP:last * HOP] * np.float32(GAIN / 32767))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("voices", nargs="+")
    parser.add_argument("--data", default="build/voice/data.npz")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    kept, spectral = list(utterances(arguments.data)), SpectralLoss()
    for name in arguments.voices:
        torch.manual_seed(0)
        path, _, noise = name.partition("@")
        model, config = load(path)
        config = dict(config, noise_scale=float(noise)) if noise else config
        rows = []
        for ids, durations, voiced, log_f0, target in kept:
            made = speak.speak(model, config, ids.tolist(), torch.from_numpy(durations))
            made = made * np.sqrt((target ** 2).mean() / (made ** 2).mean())
            mel = spectral(torch.from_numpy(made)[None], torch.from_numpy(target)[None])[1]
            (f0, ours), (_, wanted) = pitch(made)[voiced].T, pitch(target)[voiced].T
            rows.append((float(mel), (np.abs(np.log(f0) - log_f0[voiced]) < 0.125).mean(), np.median(ours), np.median(wanted)))
        print("{}: log mel {:.3f}, pitch {:.0%}, periodicity {:.3f} (target {:.3f})".format(
            name, *np.mean(rows, 0)), flush=True)


if __name__ == "__main__":
    main()
