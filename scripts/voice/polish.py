"""Teaches the decoder of a trained voice to hiss: adds noise to the latent and trains on a spectral energy distance.

What is random in speech (friction, breath) cannot be predicted sample by sample. A decoder without a source of
randomness answers with the average, a buzz at the frame rate. Here the latent gets NOISE channels on either side of
the known ones, for which the prior is a standard normal distribution, and two sounds made from independent noise are
compared with the target and with each other (Gritsenko et al., "A Spectral Energy Distance for Parallel Speech
Synthesis", 2020). In the published layout that is an ordinary VITS with noise_scale 1 whose prior has no spread in the
known channels. Encoder, flow and durations stay as they are. What has been polished before, and tuned since (tune.py),
is gone on with at a lower rate.
"""
import argparse
import math
import time

import numpy as np
import torch
import torch.nn.functional as F

import phonemes
from losses import WINDOWS, SpectralLoss
from model import CONFIG, Decoder, Vits
from train import BATCH, GAIN, HOP, SEGMENT, VALIDATION

NOISE = 8             # channels on either side, so that the flow's reversals map them onto each other
MARGIN = 6            # frames next to a cut that the decoder gets and whose sound does not count
SILENT = -20.0        # log deviation of the known channels
SCALE = 0.35          # of the noise when the voice speaks: less than it learned with is clearer and still no buzz
UTTERANCES = 4000     # whose latents are computed beforehand
QUESTIONS = 3         # times that a question is as likely as another utterance, for they are few
KNOWN = slice(NOISE, -NOISE)   # channels of a latent with noise that are none
RATE_PEAK, WARM_UP, AVERAGE = 1e-3, 100, 0.998
WAVE_WEIGHT = 0.25


def widen(state, config):
    """Weights and configuration with the noise channels; they change nothing but the decoder's input."""
    def pad(tensor, before, after):
        return torch.cat([tensor.new_zeros(before, *tensor.shape[1:]), tensor, tensor.new_zeros(after, *tensor.shape[1:])])

    old, state = config["flow_size"], dict(state)
    for part in ("weight", "bias"):
        means = state[f"text_encoder.project.{part}"][:old]
        spread = torch.zeros_like(means) if part == "weight" else torch.full_like(means, SILENT)
        state[f"text_encoder.project.{part}"] = torch.cat([pad(means, NOISE, NOISE), pad(spread, NOISE, NOISE)])
    for i in range(config["prior_encoder_num_flows"]):
        # A coupling reads the first half, noise first, and changes the second, noise last.
        pre = f"flow.flows.{i}.conv_pre.weight"
        state[pre] = pad(state[pre].transpose(0, 1), NOISE, 0).transpose(0, 1).contiguous()
        for part in ("weight", "bias"):
            post = f"flow.flows.{i}.conv_post.{part}"
            state[post] = pad(state[post], 0, NOISE)
    first = "decoder.conv_pre.weight"
    known = state[first]
    state[first] = torch.cat([0.03 * torch.randn(known.shape[0], NOISE, known.shape[2]), known,
                              0.03 * torch.randn(known.shape[0], NOISE, known.shape[2])], 1)
    return state, dict(config, flow_size=old + 2 * NOISE, noise_scale=SCALE)


class Distance(SpectralLoss):
    """A distance between sounds [B, samples] that is symmetric and has gradients on both sides."""

    def analyse(self, audio):
        spectra = [self._magnitude(audio, size, hop) for size, hop in WINDOWS]
        mel = (self.mel @ spectra[[size for size, _ in WINDOWS].index(1024)]).log()
        return audio, spectra, [s.log() for s in spectra], mel

    def __call__(self, a, b, units):
        """Of two analysed sounds; units: a magnitude per resolution that counts as 1."""
        total = 0.5 * F.l1_loss(a[3], b[3]) + WAVE_WEIGHT / 0.04 * F.l1_loss(a[0], b[0])
        for s, t, log_s, log_t, unit in zip(a[1], b[1], a[2], b[2], units):
            total = total + (F.l1_loss(s, t) / unit + F.l1_loss(log_s, log_t)) / len(WINDOWS)
        return total


def energy_distance(distance, one, other, target):
    """Twice the mean distance to the target less the distance of the two from each other, halved; and both parts."""
    target = distance.analyse(target)
    one, other = distance.analyse(one), distance.analyse(other)
    units = [s.mean() for s in target[1]]
    attraction = 0.5 * (distance(one, target, units) + distance(other, target, units))
    repulsion = 0.5 * distance(one, other, units)
    return attraction - repulsion, attraction, repulsion


class Windows:
    """Latents as the voice itself makes them, with the corpus' durations, and the audio that belongs to them."""

    def __init__(self, path, model, generator):
        stored = np.load(path)
        ids, durations = stored["ids"].astype(np.int64), stored["durations"].astype(np.int64)
        symbol_ends, frame_ends = np.cumsum(stored["id_counts"]), np.cumsum(stored["frame_counts"])
        self.audio = stored["audio"]
        chosen = generator.permutation(len(symbol_ends) - VALIDATION)[:UTTERANCES]
        self.items, likely = [], []
        for i in chosen:
            a, b = symbol_ends[i] - stored["id_counts"][i], symbol_ends[i]
            if stored["frame_counts"][i] >= SEGMENT:
                latents = self._latents(model, ids[a:b], durations[a:b])
                self.items.append((latents, frame_ends[i] - stored["frame_counts"][i]))
                likely.append(QUESTIONS if phonemes.VOCAB["?"] in ids[a:b] else 1)
        self.likely = np.array(likely) / sum(likely)
        self.generator = generator

    @staticmethod
    @torch.no_grad()
    def _latents(model, ids, durations):
        _, means = model.text_encoder(torch.from_numpy(ids)[None], torch.ones(1, len(ids)))
        means = means.repeat_interleave(torch.from_numpy(durations), dim=2)
        latents = model.flow.reverse(means, torch.ones(1, 1, means.shape[2]))[0]
        return latents[KNOWN] if len(latents) > CONFIG["flow_size"] else latents

    def batch(self):
        """Latents [B, channels, SEGMENT + 2 * MARGIN], zero beyond the utterance, and audio [B, SEGMENT * HOP]."""
        latents, audio = [], []
        for i in self.generator.choice(len(self.items), BATCH, replace=False, p=self.likely):
            made, first = self.items[i]
            start = int(np.clip(self.generator.integers(-24, made.shape[1] - SEGMENT + 25), 0, made.shape[1] - SEGMENT))
            padded = F.pad(made, (MARGIN, MARGIN))
            latents.append(padded[:, start:start + SEGMENT + 2 * MARGIN])
            place = (first + start) * HOP
            audio.append(self.audio[place:place + SEGMENT * HOP].astype(np.float32) * (GAIN / 32767))
        return torch.stack(latents), torch.from_numpy(np.stack(audio))


def sound(decoder, latents):
    b, _, t = latents.shape
    noisy = torch.cat([torch.randn(b, NOISE, t), latents, torch.randn(b, NOISE, t)], 1)
    return decoder(noisy)[:, MARGIN * HOP:-MARGIN * HOP]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default="build/voice/data.npz")
    parser.add_argument("--checkpoint", default="build/voice/checkpoint.pt")
    parser.add_argument("--out", default="build/voice/polished.pt")
    parser.add_argument("--minutes", type=float, default=35.0)
    arguments = parser.parse_args()
    torch.manual_seed(11)
    torch.set_num_threads(1)
    stored = torch.load(arguments.checkpoint)
    plain = Vits(stored["config"])
    plain.load_state_dict(stored["average"])
    windows = Windows(arguments.data, plain.eval(), np.random.default_rng(11))
    state, config, peak = dict(stored["average"]), stored["config"], 0.4 * RATE_PEAK
    if config["flow_size"] == CONFIG["flow_size"]:
        (state, config), peak = widen(state, config), RATE_PEAK
    decoder = Decoder(config)
    decoder.load_state_dict({k[len("decoder."):]: v for k, v in state.items() if k.startswith("decoder.")})
    average = {k: v.clone() for k, v in decoder.state_dict().items()}
    optimiser = torch.optim.AdamW(decoder.parameters(), peak, betas=(0.8, 0.98), weight_decay=0.01)
    distance, sums = Distance(), np.zeros(3)

    def save():
        stored.update(config=config, average={**state, **{f"decoder.{k}": v for k, v in average.items()}})
        torch.save({k: v for k, v in stored.items() if k not in ("model", "optimiser")}, arguments.out)

    start, step = time.process_time(), 0
    while (share := (time.process_time() - start) / (arguments.minutes * 60)) < 1:
        rate = peak * min(1.0, (step + 1) / WARM_UP) * 0.5 * (1 + math.cos(math.pi * share))
        for group in optimiser.param_groups:
            group["lr"] = rate
        latents, audio = windows.batch()
        loss, attraction, repulsion = energy_distance(distance, sound(decoder, latents), sound(decoder, latents), audio)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(decoder.parameters(), 2.0)
        optimiser.step()
        step += 1
        with torch.no_grad():
            for name, value in decoder.state_dict().items():
                average[name].lerp_(value, 1 - min(AVERAGE, (1 + step) / (10 + step)))
        sums += (loss.item(), attraction.item(), repulsion.item())
        if step % 50 == 0:
            print("step {} {:.1f} min rate {:.1e} loss {:.3f} attraction {:.3f} repulsion {:.3f}".format(
                step, (time.process_time() - start) / 60, rate, *sums / 50), flush=True)
            sums[:] = 0
        if step % 500 == 0:
            save()
    save()


if __name__ == "__main__":
    main()
