#!/usr/bin/env python3
"""Writes the Kokoro parity cases of our own: tiny random checkpoints and what kokoro.py makes of them.

    make_kokoro.py FOLDER [CASE...]

A case is a folder as Kokoro is published (config.json, a .pth or safetensors file, voices/*.pt) with case.json (runs,
tolerances) and expected.safetensors (tensors "<run>.<stage>", F32 or I64). Everything comes from fixed seeds.
"""

import sys
from collections import OrderedDict
from pathlib import Path

import torch

import kokoro_cases
import safetensors_file
from kokoro import THRESHOLD, Kokoro
from kokoro_weights import Maker
from make_fixtures import write_json

TOLERANCE = 1e-4
TOLERANCES = {'F0': 1e-2, 'har_source': 5e-4, 'waveform': 1e-3}
# A duration this close to a half, or a pitch this close to the threshold, could come out otherwise in another program.
CLOSEST = {'duration': 2e-3, 'pitch': 0.05}


def nested(tensors):
    """As published: a state dict for each part, from training on several cards."""
    parts = {}
    for name, tensor in tensors.items():
        part, rest = name.split('.', 1)
        parts.setdefault(part, OrderedDict())['module.' + rest] = tensor
    return parts


def make_run(model, exact, run, vocabulary, generator):
    ids = torch.tensor([[0, *(vocabulary[c] for c in run['phonemes'] if c in vocabulary), 0]])
    pack = exact.packs[run['voice']]
    style = pack[min(len(run['phonemes']), len(pack)) - 1]
    inputs = {'input_ids': ids, 'style': style}

    def noise(kind, shape):
        if 'noise.' + kind not in inputs:
            draw = torch.rand if kind == 'rand_ini' else torch.randn
            inputs['noise.' + kind] = draw(shape, generator=generator)
            if kind == 'sine':
                # The first frame of the source's spectrum is that of a symmetric signal: where it is not zero, rounding
                # decides whether a phase is pi or -pi.
                inputs['noise.sine'][:, :exact.config['istftnet']['gen_istft_n_fft']] = 0
        return inputs['noise.' + kind]

    stages = exact.run(ids, style, run['speed'], noise)
    margins = {'duration': ((stages['duration_float'] % 1) - 0.5).abs().min().item(),
               'pitch': (stages['F0'] - THRESHOLD).abs().min().item()}
    if stages['F0'][0, 0] > THRESHOLD:
        raise ValueError(f'run {run["name"]} begins with a voice: other seed')
    for kind, margin in margins.items():
        if margin < CLOSEST[kind]:
            raise ValueError(f'run {run["name"]}: a {kind} is too close to where it turns ({margin:.1e}): other seed')
    rounded = model.run(ids, style, run['speed'], noise)
    errors = {name: (rounded[name].double() - stages[name].double()).abs().max().item() for name in stages}
    return inputs, stages, errors


def make_case(folder, case):
    generator = torch.Generator().manual_seed(case['seed'])
    (folder / 'voices').mkdir(parents=True, exist_ok=True)
    write_json(folder / 'config.json', case['config'])
    tensors = Maker(case['config'], case['size'], generator).make()
    if case.get('half'):
        tensors = {name: tensor.half() for name, tensor in tensors.items()}
    if case['format'] == 'pth':
        torch.save(nested(tensors), folder / 'kokoro-tiny.pth')
    else:
        safetensors_file.write(folder / 'model.safetensors',
                               {case.get('prefix', '') + name: tensor for name, tensor in tensors.items()})
    styles = case['size']['sound_style'] + case['size']['prosody_style']
    for voice in case['voices']:
        torch.save(torch.randn(case['lengths'], 1, styles, generator=generator), folder / 'voices' / f'{voice}.pt')

    model, exact = Kokoro(folder, torch.float32), Kokoro(folder)
    expected, tolerance, runs = {}, {}, []
    for run in case['runs']:
        inputs, stages, errors = make_run(model, exact, run, case['config']['vocab'], generator)
        for name, tensor in {**inputs, **stages}.items():
            full = f'{run["name"]}.{name}'
            expected[full] = tensor if tensor.dtype == torch.int64 else tensor.float()
            if name in stages and tensor.dtype != torch.int64 and name != 'har':
                tolerance[full] = {'atol': TOLERANCES.get(name, TOLERANCE),
                                   'max_abs': round(tensor.abs().max().item(), 3),
                                   'fp32_vs_fp64': float(f'{errors[name]:.1e}')}
        runs.append({**run, 'frames': stages['durations'].sum().item(), 'samples': stages['waveform'].shape[1],
                     'end_to_end_error': {name: float(f'{errors[name]:.1e}') for name in ('waveform', 'har_source')}})
    safetensors_file.write(folder / 'expected.safetensors', expected)
    write_json(folder / 'case.json', {
        'family': 'kokoro', 'case': folder.name, 'description': case['description'],
        'sample_rate': case['config'].get('sampling_rate', 24000), 'init_seed': case['seed'],
        'reference': 'tests/engine/reference/kokoro.py, float64', 'runs': runs, 'tolerance': tolerance})
    bytes_written = sum(file.stat().st_size for file in folder.rglob('*') if file.is_file())
    print(f'{folder.name}: frames {[run["frames"] for run in runs]}, {bytes_written / 1000:.0f} kB, '
          f'ends {[run["end_to_end_error"] for run in runs]}')


def main(arguments):
    if not arguments:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    torch.set_num_threads(1)
    for name in arguments[1:] or kokoro_cases.ALL:
        make_case(Path(arguments[0]) / name, kokoro_cases.ALL[name])
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
