#!/usr/bin/env python3
"""Writes a random Piper voice of published size, for tests/bench/load_bench.

    make_voice.py FOLDER [medium|high]
"""

import sys
from pathlib import Path

import torch

import make_fixtures
import piper
import weights

MEDIUM = {
    'vocab_size': 256, 'hidden_size': 192, 'num_hidden_layers': 6, 'num_attention_heads': 2, 'window_size': 4,
    'ffn_dim': 768, 'ffn_kernel_size': 3, 'flow_size': 192, 'resblock': '2', 'upsample_initial_channel': 256,
    'upsample_rates': [8, 8, 4], 'upsample_kernel_sizes': [16, 16, 8], 'resblock_kernel_sizes': [3, 5, 7],
    'resblock_dilation_sizes': [[1, 2], [2, 6], [3, 12]], 'num_speakers': 1, 'speaker_embedding_size': 0,
    'noise_scale': 0.667, 'noise_scale_duration': 0.8, 'sampling_rate': 22050}
HIGH = {**MEDIUM, 'resblock': '1', 'upsample_initial_channel': 512, 'upsample_rates': [8, 8, 2, 2],
        'upsample_kernel_sizes': [16, 16, 4, 4], 'resblock_kernel_sizes': [3, 7, 11],
        'resblock_dilation_sizes': [[1, 3, 5], [1, 3, 5], [1, 3, 5]]}
SYMBOLS = ['_', '^', '$', *' !\',-.:;?abcdefhijklmnopqrstuvwxyzæçðøŋœɐɑɒɔəɚɛɜɡɪɹɾʃʊʌʒʔˈˌːθᵻ']


def main(arguments):
    if len(arguments) not in (1, 2) or arguments[1:] not in ([], ['medium'], ['high']):
        print(__doc__.strip(), file=sys.stderr)
        return 64
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    case = {'config': HIGH if arguments[1:] == ['high'] else MEDIUM, 'log_duration': 1.0, 'phoneme_type': 'espeak',
            'vocabulary': {symbol: i for i, symbol in enumerate(SYMBOLS)}}
    tensors = weights.make(case, torch.Generator().manual_seed(1))
    options = {'anonymous': 'onnx::Conv_{}', 'scopes': 'name', 'merge': None, 'affine': 'negated', 'fold': True}
    piper.Export(case['config'], tensors, options).write(folder / 'random.onnx')
    make_fixtures.write_json(folder / 'random.onnx.json', piper.voice(case))
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
