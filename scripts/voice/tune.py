"""Goes on with the intonation of a finished voice: trains encoder, flow and durations and leaves its decoder alone.

Nothing is heard in a step: the latents, which carry log F0 and its phase, are compared with the teacher's. Questions are
few in prose, and blur into statements unless they are shown more often.
Time is the processor's, so that the schedule holds beside other work.
"""
import argparse
import time

import numpy as np
import torch

import export
import phonemes
import speak
import train
from polish import KNOWN

QUESTIONS = 4         # times that an epoch shows a question
PITCH_WEIGHT = 4.0
RATE_PEAK, RATE_LAST, WARM_UP, AVERAGE = 1e-3, 2e-5, 100, 0.998


def repeated_questions(items):
    mark = phonemes.VOCAB["?"]
    return [item for item in items for _ in range(QUESTIONS if mark in item[0] else 1)]


class Tuning:
    def __init__(self, folder, data):
        torch.manual_seed(7)
        self.generator = np.random.default_rng(7)
        self.model, self.config, self.symbols = speak.load(folder)
        self.data = train.Data(data)
        self.trained = np.unique(np.concatenate([item[0] for item in self.data.training])).tolist()
        self.data.training = repeated_questions(self.data.training)
        self.parameters = [value for name, value in self.model.named_parameters() if not name.startswith("decoder.")]
        self.optimiser = torch.optim.AdamW(self.parameters, RATE_PEAK, betas=(0.8, 0.98), weight_decay=0.01)
        self.average = {name: value.clone() for name, value in self.model.state_dict().items()}
        self.step = 0

    def losses(self, items):
        batch = self.data.batch(items, self.generator)
        _, _, _, _, latents, counts, _, _, _ = batch
        made, duration, voiced = train.predicted(self.model, self.data, batch)
        return train.latent_loss(made[:, KNOWN], latents, counts, voiced, PITCH_WEIGHT), duration

    def update(self, items, share):
        warm = min(1.0, (self.step + 1) / WARM_UP)
        for group in self.optimiser.param_groups:
            group["lr"] = warm * (RATE_LAST + (RATE_PEAK - RATE_LAST) * 0.5 * (1 + np.cos(np.pi * share)))
        latent, duration = self.losses(items)
        self.optimiser.zero_grad(set_to_none=True)
        (1.5 * latent + 0.3 * duration).backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 2.0)
        self.optimiser.step()
        self.step += 1
        keep = min(AVERAGE, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.average[name].lerp_(value, 1 - keep)
        return float(latent), float(duration)

    def save(self, path):
        weights = dict(self.average)
        weights["decoder.conv_post.weight"] = weights["decoder.conv_post.weight"] / export.LEVEL
        torch.save({"config": self.config, "average": weights, "step": self.step, "symbols": self.symbols,
                    "trained_symbols": self.trained,
                    "validation": [(ids.tolist(), frames.tolist()) for ids, frames, _ in self.data.validation]}, path)

    def run(self, seconds, out):
        sums, epoch, start, saved = np.zeros(2), [], time.process_time(), 0.0
        while (passed := time.process_time() - start) < seconds:
            epoch = epoch or self.data.order(self.generator)
            sums += self.update([self.data.training[i] for i in epoch.pop()], passed / seconds)
            if self.step % 50 == 0:
                print("step {} {:.1f} min latent {:.4f} duration {:.4f}".format(self.step, passed / 60, *sums / 50), flush=True)
                sums[:] = 0
            if passed - saved > 120:
                saved = passed
                self.save(out)
        self.save(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", help="of the voice, as export.py wrote it after polish.py")
    parser.add_argument("--data", default="build/voice/data.npz")
    parser.add_argument("--out", default="build/voice/tuned.pt")
    parser.add_argument("--minutes", type=float, default=40.0)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    Tuning(arguments.folder, arguments.data).run(arguments.minutes * 60, arguments.out)


if __name__ == "__main__":
    main()
