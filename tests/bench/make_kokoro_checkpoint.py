#!/usr/bin/env python3
"""Writes a Kokoro folder with random weights at the published sizes (82 million parameters), to measure with.

    make_kokoro_checkpoint.py FOLDER
"""

import json
import sys
from pathlib import Path

import torch

sys.path.insert(0, str(Path(__file__).parents[1] / 'engine/reference'))
from kokoro_weights import Maker  # noqa: E402 (the line above says where it is)
from make_kokoro import nested  # noqa: E402

SYMBOLS = ';:,.!?—…"()“” AIOQSTWYᵊabcdefhijklmnopqrstuvwxyzɑɐɒæɔðɛɜɡɪɹʃʊʌʒʧʤθˈˌːᵻəŋ'
CONFIG = {
    'istftnet': {'upsample_rates': [10, 6], 'upsample_kernel_sizes': [20, 12], 'gen_istft_hop_size': 5,
                 'gen_istft_n_fft': 20, 'resblock_kernel_sizes': [3, 7, 11], 'upsample_initial_channel': 512,
                 'resblock_dilation_sizes': [[1, 3, 5], [1, 3, 5], [1, 3, 5]]},
    'plbert': {'num_attention_heads': 12, 'num_hidden_layers': 12, 'hidden_size': 768, 'intermediate_size': 2048},
    'vocab': {symbol: i + 1 for i, symbol in enumerate(SYMBOLS)}}
SIZE = {'hidden': 512, 'bert': 768, 'embedding': 128, 'feed_forward': 2048, 'sound_style': 128, 'prosody_style': 128,
        'width': 1024, 'beside': 64, 'channels': (512, 256, 128), 'transform': 20, 'harmonics': 9, 'longest': 50,
        'duration_bias': -2.75}  # three frames of 25 ms for a symbol, as in speech


def main(arguments):
    if len(arguments) != 1:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    folder = Path(arguments[0])
    (folder / 'voices').mkdir(parents=True, exist_ok=True)
    (folder / 'config.json').write_text(json.dumps(CONFIG, ensure_ascii=False), encoding='utf-8')
    generator = torch.Generator().manual_seed(1)
    torch.save(nested(Maker(CONFIG, SIZE, generator).make()), folder / 'kokoro-v1_0.pth')
    for name in 'af_heart', 'bm_george':
        torch.save(torch.randn(510, 1, 256, generator=generator) * 0.1, folder / 'voices' / f'{name}.pt')
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
