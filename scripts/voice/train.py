"""Trains the voice on the prepared data for a given wall-clock time, on one CPU core.

The learning rate follows the clock, so the schedule always ends properly. Writes <out> every few minutes: weights,
their moving average, optimiser, and what export.py needs besides.
"""
import argparse
import datetime
import os
import time

import numpy as np
import torch

import phonemes
import speak
from losses import SpectralLoss
from model import CONFIG, Vits

HOP = 128
BATCH = 16
SEGMENT = 48      # frames the decoder makes per utterance and step
CONTEXT = 48      # frames on each side that the flow sees besides
EDGE = 16         # frames next to a cut, whose latents lack context and do not count
GAIN = 1.05       # the prepared speech measures -16.4 LUFS; what the voice is not sure of it says more softly
VALIDATION = 96   # utterances kept from training
RATE_PEAK, RATE_LAST, WARM_UP = 1.6e-3, 2e-5, 200
AVERAGE = 0.999   # of the moving average of the weights
PHASE, PHASE_WEIGHT, PITCH_WEIGHT = slice(77, 79), 4.0, 2.0


class Data:
    def __init__(self, path):
        stored = np.load(path)
        self.latents, self.audio = stored["latents"], stored["audio"]
        ids, durations = stored["ids"].astype(np.int64), stored["durations"].astype(np.int64)
        symbol_ends, frame_ends = np.cumsum(stored["id_counts"]), np.cumsum(stored["frame_counts"])
        self.items = [(ids[a:b], durations[a:b], first) for a, b, first in
                      zip(symbol_ends - stored["id_counts"], symbol_ends, frame_ends - stored["frame_counts"])]
        sample = self.latents[::7].astype(np.float32)
        self.mean, self.deviation = sample.mean(0), sample.std(0)
        self.validation, usable = self.items[-VALIDATION:], self.items[:-VALIDATION]
        self.training = [item for item in usable if item[1].sum() >= SEGMENT]

    def order(self, generator):
        """One epoch of batches of similar length."""
        noisy = [len(item[0]) * generator.uniform(0.85, 1.15) for item in self.training]
        ranked = np.argsort(noisy)
        batches = [ranked[i:i + BATCH] for i in range(0, len(ranked) - BATCH + 1, BATCH)]
        generator.shuffle(batches)
        return batches

    def batch(self, items, generator):
        """Symbols [B, N], and for one window per utterance: source symbol of each frame, latents, weights, audio."""
        longest = max(len(item[0]) for item in items)
        window = SEGMENT + 2 * CONTEXT
        ids = torch.zeros(len(items), longest, dtype=torch.long)
        mask, durations = torch.zeros(len(items), longest), torch.ones(len(items), longest)
        source = torch.zeros(len(items), window, dtype=torch.long)
        latents, counts = torch.zeros(len(items), window, 80), torch.zeros(len(items), window)
        inside, audio, segments = torch.zeros(len(items), 1, window), torch.zeros(len(items), SEGMENT * HOP), []
        for row, (symbols, frames, first) in enumerate(items):
            n, total = len(symbols), int(frames.sum())
            # Beginnings and ends are chosen more often than other places: they are heard in every utterance.
            start = int(np.clip(generator.integers(-24, total - SEGMENT + 25), 0, total - SEGMENT))
            low, high = max(0, start - CONTEXT), min(total, start + SEGMENT + CONTEXT)
            width = high - low
            ids[row, :n], mask[row, :n] = torch.from_numpy(symbols), 1
            durations[row, :n] = torch.from_numpy(frames).float()
            source[row, :width] = torch.from_numpy(np.repeat(np.arange(n), frames)[low:high])
            latents[row, :width] = torch.from_numpy((self.latents[first + low:first + high] - self.mean) / self.deviation)
            counts[row, (EDGE if low else 0):width - (EDGE if high < total else 0)] = 1
            inside[row, 0, :width] = 1
            place = (first + start) * HOP
            audio[row] = torch.from_numpy(self.audio[place:place + SEGMENT * HOP].astype(np.float32)) * (GAIN / 32767)
            segments.append(start - low)
        return ids, mask, durations, source, latents.transpose(1, 2), counts, inside, audio, segments


def latent_loss(made, wanted, counts, voiced, pitch_weight=PITCH_WEIGHT):
    """L1 over the counted frames; phase matters where there is voice."""
    error = (made - wanted).abs()
    weights = torch.ones_like(error)
    weights[:, PHASE] = PHASE_WEIGHT * (0.25 + 0.75 * voiced[:, None])
    weights[:, 79] = pitch_weight
    return (error * weights * counts[:, None]).sum() / (counts.sum() * error.shape[1])


def predicted(model, data, batch):
    """Of a batch of `data`: the latents that encoder and flow make, the loss of the durations, and how voiced each frame is."""
    ids, mask, durations, source, latents, _, inside, _, _ = batch
    hidden, means = model.text_encoder(ids, mask)
    log_durations = model.duration_predictor(hidden.detach(), mask)
    # The engine rounds up, so half a frame less is aimed at.
    duration = ((log_durations - torch.log(durations - 0.5)).pow(2) * mask).sum() / mask.sum()
    spread = means.gather(2, source[:, None].expand(-1, means.shape[1], -1)) * inside
    voiced = (latents[:, 72] * data.deviation[72] + data.mean[72]).clamp(0, 1)
    return model.flow.reverse(spread, inside), duration, voiced


class Trainer:
    def __init__(self, arguments):
        torch.manual_seed(5)
        self.generator = np.random.default_rng(5)
        self.data, self.spectral = Data(arguments.data), SpectralLoss()
        self.config = dict(CONFIG, vocab_size=len(phonemes.VOCAB))
        self.model = Vits(self.config)
        self.average = {k: v.clone() for k, v in self.model.state_dict().items()}
        self.optimiser = torch.optim.AdamW(self.model.parameters(), 1e-3, betas=(0.8, 0.98), weight_decay=0.01)
        self.truth_until = 1 / 3
        self.step, self.spent = 0, 0.0  # spent: seconds of training before this run

    def losses(self, batch, share):
        """share: how much of the training time has passed, 0..1."""
        _, _, _, _, latents, counts, _, audio, segments = batch
        made, duration, voiced = predicted(self.model, self.data, batch)
        latent = latent_loss(made, latents, counts, voiced)
        sound = self.model.decoder(self.decoder_input(latents, made, segments, share))
        stft, mel = self.spectral(sound, audio)
        # A noise's waveform cannot be known, so only voice is compared sample by sample.
        loud = torch.stack([voiced[row, start:start + SEGMENT] for row, start in enumerate(segments)])
        loud = (0.1 + 0.9 * loud).repeat_interleave(HOP, dim=1)
        wave = ((sound - audio).abs() * loud).mean() / 0.04
        wave_weight = 0.5 - 0.3 * share
        total = 1.5 * latent + 0.3 * duration + stft + 0.5 * mel + wave_weight * wave
        return total, {"latent": latent, "duration": duration, "stft": stft, "mel": mel, "wave": wave}

    def decoder_input(self, latents, made, segments, share):
        """True latents for the first part of the training, then mostly those the flow makes, [B, 80, SEGMENT].

        The phase stays the true one, or the waveform could not be compared; where the flow is not sure of it, its
        cosine and sine shrink towards 0, and the decoder learns to bear that.
        """
        truth = 1.0 if share < self.truth_until else 0.2
        mean, deviation = (torch.from_numpy(v[PHASE])[:, None] for v in (self.data.mean, self.data.deviation))
        rows = []
        for row, start in enumerate(segments):
            place = slice(start, start + SEGMENT)
            chosen = latents if self.generator.random() < truth else made
            radius = self.generator.uniform(0.25, 1.0)
            phase = ((latents[row, PHASE, place] * deviation + mean) * radius - mean) / deviation
            rows.append(torch.cat([chosen[row, :PHASE.start, place], phase, chosen[row, PHASE.stop:, place]]))
        return torch.stack(rows)

    def rate(self, share):
        warm = min(1.0, (self.step + 1) / WARM_UP)
        fall = max(0.0, (share - 0.3) / 0.7)
        return warm * (RATE_LAST + (RATE_PEAK - RATE_LAST) * 0.5 * (1 + np.cos(np.pi * min(1.0, fall))))

    def update(self, items, share):
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate(share)
        total, parts = self.losses(self.data.batch(items, self.generator), share)
        self.optimiser.zero_grad(set_to_none=True)
        total.backward()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 2.0)
        self.optimiser.step()
        self.step += 1
        keep = min(AVERAGE, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.model.state_dict().items():
                self.average[name].lerp_(value, 1 - keep)
        return {name: float(part) for name, part in parts.items()}

    def save(self, path, spent):
        validation = [(ids.tolist(), frames.tolist()) for ids, frames, _ in self.data.validation]
        trained = np.unique(np.concatenate([item[0] for item in self.data.training])).tolist()
        torch.save({"config": self.config, "model": self.model.state_dict(), "average": self.average, "step": self.step,
                    "optimiser": self.optimiser.state_dict(), "spent": spent, "validation": validation,
                    "trained_symbols": trained, "symbols": phonemes.VOCAB}, f"{path}.new")
        os.replace(f"{path}.new", path)

    def resume(self, path):
        stored = torch.load(path)
        self.model.load_state_dict(stored["model"])
        self.optimiser.load_state_dict(stored["optimiser"])
        self.average, self.step, self.spent = stored["average"], stored["step"], stored["spent"]
        self.generator = np.random.default_rng(self.step)

    def start_from(self, path):
        """Takes the weights of another run's checkpoint or of a voice folder; the schedule begins anew."""
        self.average = speak.load(path)[0].state_dict() if os.path.isdir(path) else torch.load(path)["average"]
        self.model.load_state_dict(self.average)
        self.average = {k: v.clone() for k, v in self.average.items()}
        self.truth_until = 1 / 12

    def run(self, seconds, out, save_every):
        """Trains for this many seconds; a resumed run's schedule goes on where it was."""
        start = saved = time.monotonic()
        whole, sums, epoch = self.spent + seconds, {}, []
        while (passed := time.monotonic() - start) < seconds:
            epoch = epoch or self.data.order(self.generator)
            share = (self.spent + passed) / whole
            parts = self.update([self.data.training[i] for i in epoch.pop()], share)
            sums = {name: sums.get(name, 0.0) + value for name, value in parts.items()}
            if self.step % 50 == 0:
                text = " ".join(f"{name} {value / 50:.3f}" for name, value in sums.items())
                print(f"step {self.step} {(self.spent + passed) / 60:.1f} min rate {self.rate(share):.1e} {text}", flush=True)
                sums = {}
            if time.monotonic() - saved > save_every:
                saved = time.monotonic()
                self.save(out, self.spent + passed)
        self.save(out, whole)
        print(f"finished after {self.step} steps", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="build/voice/data.npz")
    parser.add_argument("--out", default="build/voice/checkpoint.pt")
    parser.add_argument("--resume", help="checkpoint to go on from")
    parser.add_argument("--start-from", help="checkpoint or voice folder whose weights are taken, for instance after the data changed")
    parser.add_argument("--minutes", type=float, default=85.0)
    parser.add_argument("--until", help="HH:MM at which to end, instead of --minutes")
    parser.add_argument("--save-every", type=float, default=240.0, help="seconds")
    arguments = parser.parse_args()
    trainer = Trainer(arguments)
    if arguments.start_from:
        trainer.start_from(arguments.start_from)
    if arguments.resume:
        trainer.resume(arguments.resume)
    seconds = arguments.minutes * 60
    if arguments.until:
        hour, minute = map(int, arguments.until.split(":"))
        now = datetime.datetime.now()
        seconds = (now.replace(hour=hour, minute=minute, second=0) - now).total_seconds()
    trainer.run(seconds, arguments.out, arguments.save_every)


if __name__ == "__main__":
    main()
