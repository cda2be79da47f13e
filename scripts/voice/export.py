"""Writes a checkpoint as a voice folder in Hugging Face's VITS layout: half precision, plain weights.

Works on any checkpoint of train.py. Files are written aside and renamed, so a reader never sees half of one.
"""
import argparse
import json
import os
import struct
from pathlib import Path

import torch

from model import Vits

# Symbols the corpus never shows, and the trained symbol whose embedding they get.
NEAREST = {
    "a": "æ", "c": "k", "e": "ɛ", "o": "ɔ", "r": "ɹ", "x": "k", "y": "i", "ç": "h", "ø": "ɜ", "œ": "ɜ", "ɐ": "ə",
    "ɑ": "ɔ", "ɒ": "ɑ", "ɓ": "b", "ɕ": "ʃ", "ɖ": "d", "ɘ": "ə", "ɝ": "ɜ", "ɞ": "ɜ", "ɟ": "ɡ", "g": "ɡ", "ɢ": "ɡ", "ɣ": "ɡ",
    "ɥ": "w", "ɦ": "h", "ɨ": "ɪ", "ɫ": "l", "ɬ": "l", "ɭ": "l", "ɯ": "u", "ɰ": "w", "ɱ": "m", "ɲ": "n", "ɳ": "n", "ɵ": "ə",
    "ɻ": "ɹ", "ɽ": "ɾ", "ʀ": "ɹ", "ʁ": "ɹ", "ʂ": "ʃ", "ʄ": "ʒ", "ʈ": "t", "ʉ": "u", "ʋ": "v", "ʌ": "ə", "ʍ": "w", "ʎ": "j",
    "ʏ": "ɪ", "ʐ": "ʒ", "ʑ": "ʒ", "ʒ": "ʃ", "ʔ": "t", "ʙ": "b", "ʝ": "j", "ʟ": "l", "ʰ": "h", "ʲ": "j", "ˑ": "ː", "ˤ": "ː",
    "̩": "ː", "̪": "ː", "̃": "ː", "ᵊ": "ə", "ᵻ": "ɪ", "β": "b", "χ": "k", "q": "k", ";": ",", ":": ",", "!": ".", "—": ",",
    "…": ".",
}
SILENT = -20.0  # log deviation of a prior without noise
LEVEL = 0.82    # before the decoder's tanh: brings speech to -18 LUFS and keeps its peaks away from full scale


def fill_untrained(weights, symbols, trained):
    """Gives symbols without training data the embedding of their nearest trained relative."""
    table = weights["text_encoder.embed_tokens.weight"]
    for symbol, i in symbols.items():
        if i not in trained:
            nearest = NEAREST.get(symbol)
            if nearest is None or symbols[nearest] not in trained:
                raise SystemExit(f"no trained neighbour for symbol {symbol!r}")
            table[i] = table[symbols[nearest]]


@torch.no_grad()
def correct_durations(model, validation):
    """Shifts the predicted log durations until validation speech lasts as long as the teacher's.

    Returns (shift, ratio before, ratio after, ratio of the punctuation after). The engine rounds up.
    """
    raw, wanted = [], []
    for ids, frames in validation:
        mask = torch.ones(1, len(ids))
        hidden, _ = model.text_encoder(torch.tensor([ids]), mask)
        raw.append(model.duration_predictor(hidden, mask)[0])
        wanted.append(torch.tensor(frames))
    everything, target, ids = torch.cat(raw), torch.cat(wanted), torch.cat([torch.tensor(i) for i, _ in validation])
    marks = (ids >= 1) & (ids <= 8)

    def ratio(shift, chosen=slice(None)):
        return float(torch.ceil(torch.exp(everything[chosen] + shift)).sum() / target[chosen].sum())

    low, high = -0.3, 0.3
    for _ in range(30):
        middle = (low + high) / 2
        low, high = (middle, high) if ratio(middle) < 1 else (low, middle)
    model.duration_predictor.proj.bias += high
    return high, ratio(0.0), ratio(high), ratio(high, marks)


def safetensors(tensors):
    """The bytes of a safetensors file."""
    header, offset, blocks = {"__metadata__": {"format": "pt"}}, 0, []
    for name in sorted(tensors):
        block = tensors[name].to(torch.float16).contiguous().numpy().tobytes()
        header[name] = {"dtype": "F16", "shape": list(tensors[name].shape), "data_offsets": [offset, offset + len(block)]}
        blocks.append(block)
        offset += len(block)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + b"".join(blocks)


def pretty(value):
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def main():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", default="build/voice/checkpoint.pt")
    parser.add_argument("--out", default=here.parents[1] / "voices/robin")
    parser.add_argument("--name", default="Robin")
    parser.add_argument("--card", default=here / "voice_card.md", help="becomes README.md of the folder")
    arguments = parser.parse_args()
    stored = torch.load(arguments.checkpoint, map_location="cpu")
    config, symbols = dict(stored["config"]), stored["symbols"]
    model = Vits(config).eval()
    model.load_state_dict(stored["average"])
    shift, before, after, marks = correct_durations(model, stored["validation"])
    print(f"step {stored['step']}: durations {before:.3f} of the teacher's, after a shift of {shift:+.3f} {after:.3f}, "
          f"punctuation {marks:.3f}")
    weights = {name: value.clone() for name, value in model.state_dict().items()}
    fill_untrained(weights, symbols, set(stored["trained_symbols"]))
    weights["decoder.conv_post.weight"] *= LEVEL
    if config["noise_scale"] == 0:  # the second half of the projection was never trained
        weights["text_encoder.project.weight"][config["flow_size"]:] = 0.0
        weights["text_encoder.project.bias"][config["flow_size"]:] = SILENT
    tokenizer = {"tokenizer_class": "VitsTokenizer", "add_blank": True, "normalize": True, "phonemize": True,
                 "is_uroman": False, "language": "en-us", "pad_token": "_", "unk_token": "<unk>"}
    card = {"name": arguments.name, "language": "en-US", "license": "Apache-2.0",
            "description": "Calm US English voice, made for Parlando"}
    files = {"config.json": pretty(config), "vocab.json": pretty(symbols), "tokenizer_config.json": pretty(tokenizer),
             "voice.json": pretty(card), "model.safetensors": safetensors(weights)}
    if Path(arguments.card).exists():
        files["README.md"] = Path(arguments.card).read_bytes()
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (out / f"{name}.new").write_bytes(content)
    for name in files:
        os.replace(out / f"{name}.new", out / name)
    print(f"{out}: {sum(map(len, files.values()))} bytes")


if __name__ == "__main__":
    main()
