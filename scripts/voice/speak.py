"""Speaks a text with an exported voice folder in PyTorch; a reference for the engine, and for looking at checkpoints."""
import argparse
import json
import struct
import wave
from pathlib import Path

import numpy as np
import torch

import phonemes
from model import Vits


def load(folder):
    """The model of a voice folder, its configuration and its vocabulary."""
    config = json.loads(Path(folder, "config.json").read_text("utf-8"))
    content = Path(folder, "model.safetensors").read_bytes()
    length, = struct.unpack_from("<Q", content)
    header = json.loads(content[8:8 + length])
    header.pop("__metadata__", None)
    weights = {}
    for name, entry in header.items():
        low, high = (8 + length + place for place in entry["data_offsets"])
        values = np.frombuffer(content[low:high], np.float16).astype(np.float32)
        weights[name] = torch.from_numpy(values.reshape(entry["shape"]))
    model = Vits(config).eval()
    model.load_state_dict(weights)
    return model, config, json.loads(Path(folder, "vocab.json").read_text("utf-8"))


@torch.no_grad()
def speak(model, config, ids, durations=None):
    """Float samples for symbol ids; durations in frames instead of the predicted ones."""
    mask = torch.ones(1, len(ids))
    hidden, _ = model.text_encoder(torch.tensor([ids]), mask)
    means, spreads = model.text_encoder.project(hidden).chunk(2, dim=1)
    if durations is None:
        durations = torch.ceil(torch.exp(model.duration_predictor(hidden, mask)) / config["speaking_rate"]).long()[0]
    latent, spread = means.repeat_interleave(durations, dim=2), spreads.repeat_interleave(durations, dim=2)
    if config["noise_scale"]:
        latent = latent + torch.randn_like(latent) * torch.exp(spread) * config["noise_scale"]
    return model.decoder(model.flow.reverse(latent, torch.ones(1, 1, latent.shape[2])))[0].numpy()


def write(file, samples, rate):
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, rate, 0, "NONE", ""))
        out.writeframes(np.round(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("text")
    parser.add_argument("-o", "--output", required=True)
    parser.add_argument("--voice", default=Path(__file__).resolve().parents[2] / "voices/robin")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    model, config, _ = load(arguments.voice)
    write(arguments.output, speak(model, config, phonemes.ipa_to_ids(phonemes.text_to_ipa(arguments.text))), config["sampling_rate"])


if __name__ == "__main__":
    main()
