#!/usr/bin/env python3
"""Writes the parity cases of our own: tiny random checkpoints and what vits.py makes of them.

    make_fixtures.py FOLDER [CASE...]

A case is a folder with a voice (config.json, vocab.json, tokenizer_config.json and model.safetensors; or a Piper voice),
case.json (runs, their scales, tolerances) and expected.safetensors (tensors "<run>.<stage>", F32 or I64). Everything
comes from fixed seeds.
"""

import collections
import json
import sys
from pathlib import Path

import torch

import cases
import piper
import safetensors_file
import weights
from vits import Vits

TOLERANCE = 1e-4
WAVEFORM_TOLERANCE = 5e-5
# An exact duration this close to a whole number could be rounded up by one program and not by another.
CLOSEST_TO_WHOLE = 2e-4
SAMPLES_OF_STAGES = ('decoder_conv_pre', 'decoder_up0', 'decoder_stage0_leaky')  # large: in the first run only


def token_ids(text, vocabulary, tokenizer):
    """A blank around every symbol, whatever its id; what the vocabulary lacks is dropped."""
    known = [c if c in vocabulary or not tokenizer['normalize'] else c.lower() for c in text]
    known = ''.join(c for c in known if c in vocabulary)
    ids = [vocabulary[c] for c in (known if tokenizer['phonemize'] else known.strip())]
    if tokenizer['add_blank']:
        ids = [0] + [i for symbol in ids for i in (symbol, 0)]
    return ids


def write_json(path, content):
    """One line for each entry, and for each member of an entry that has containers in it."""
    def line(value):
        return json.dumps(value, ensure_ascii=False)

    def entry(value):
        members = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        if not any(isinstance(member, dict) for member in members):
            return line(value)
        if isinstance(value, list):
            return '[\n  ' + ',\n  '.join(map(line, value)) + '\n ]'
        return '{\n  ' + ',\n  '.join(f'{line(key)}: {line(member)}' for key, member in value.items()) + '\n }'

    rows = ',\n '.join(f'{line(key)}: {entry(value)}' for key, value in content.items())
    path.write_text('{\n ' + rows + '\n}\n', encoding='utf-8')


def make_run(model, exact, description, generator):
    """Inputs and expected stages of a run; the error of F32 arithmetic for orientation."""
    config = exact.config
    ids = torch.randint(0, config['vocab_size'], (1, description['ids']), generator=generator)
    scales = description['scales']
    inputs = {'input_ids': ids}
    if config['num_speakers'] > 1:
        kind = 'speaker_id' if 'speaker_id' in description else 'speaker_shares'
        inputs[kind] = torch.tensor(description[kind]).reshape(-1)
    if scales.get('noise_scale_duration', 0.0) != 0.0:
        inputs['noise.duration'] = torch.randn(1, 2, ids.shape[1], generator=generator)

    def latent_noise(shape):
        if 'noise.latent' not in inputs:
            inputs['noise.latent'] = torch.randn(shape, generator=generator)
        return inputs['noise.latent']

    arguments = (ids, scales, inputs.get('noise.duration'), latent_noise if scales['noise_scale'] != 0.0 else None,
                 inputs.get('speaker_id', inputs.get('speaker_shares')))
    stages = exact.run(*arguments)
    length = stages['log_durations'].exp() / scales['speaking_rate']
    margin = (length - length.round()).abs().min().item()
    if margin < CLOSEST_TO_WHOLE:
        raise ValueError(f'a duration of run {description["name"]} is {margin:.1e} from a whole number: other seed')
    rounded = model.run(*arguments)
    errors = {name: (rounded[name].double() - stages[name].double()).abs().max().item() for name in stages}
    return inputs, stages, errors


def write_published(folder, case, tensors):
    write_json(folder / 'config.json', case['config'])
    write_json(folder / 'vocab.json', case['vocabulary'])
    write_json(folder / 'tokenizer_config.json', case['tokenizer'])
    if case.get('file') != 'pytorch_model.bin':
        safetensors_file.write(folder / 'model.safetensors', tensors)
        return
    state = collections.OrderedDict()
    for i, (name, tensor) in enumerate(tensors.items()):
        # Every third matrix lies in columns, as a transposed one does.
        columns = i % 3 == 0 and tensor.dim() > 1
        state['module.' + name] = tensor.transpose(0, 1).contiguous().transpose(0, 1) if columns else tensor
    torch.save(state, folder / 'pytorch_model.bin')


def write_piper(folder, case, tensors):
    if case['export']:
        piper.Export(case['config'], tensors, case['export']).write(folder / 'en_GB-tiny.onnx')
        write_json(folder / 'en_GB-tiny.onnx.json', piper.voice(case))
    else:
        piper.write_checkpoint(folder / 'epoch=3.ckpt', case['config'], tensors)
        write_json(folder / 'config.json', piper.voice(case))


def make_case(folder, case):
    generator = torch.Generator().manual_seed(case['seed'])
    folder.mkdir(parents=True, exist_ok=True)

    tensors = weights.make(case, generator)
    if 'phoneme_type' in case:
        write_piper(folder, case, tensors)
    else:
        write_published(folder, case, tensors)

    model, exact = Vits(case['config'], tensors, torch.float32), Vits(case['config'], tensors)
    expected, tolerance, runs = {}, {}, []
    for run in case['runs']:
        inputs, stages, errors = make_run(model, exact, run, generator)
        for name, tensor in {**inputs, **stages}.items():
            if runs and name in SAMPLES_OF_STAGES:
                continue
            full = f'{run["name"]}.{name}'
            expected[full] = tensor if tensor.dtype == torch.int64 else tensor.float()
            if name in stages and tensor.dtype != torch.int64:
                tolerance[full] = {'atol': WAVEFORM_TOLERANCE if name == 'waveform' else TOLERANCE,
                                   'max_abs': round(tensor.abs().max().item(), 3),
                                   'fp32_vs_fp64': float(f'{errors[name]:.1e}')}
        runs.append({**run, 'zero_noise': not any(name.startswith('noise.') for name in inputs),
                     'frames': stages['latents'].shape[2], 'samples': stages['waveform'].shape[1]})
    safetensors_file.write(folder / 'expected.safetensors', expected)

    family = 'piper' if 'phoneme_type' in case else 'hf_vits'
    description = {'family': family, 'case': folder.name, 'description': case['description'],
                   'sample_rate': case['config'].get('sampling_rate', 16000), 'init_seed': case['seed'],
                   'reference': 'tests/engine/reference/vits.py, float64', 'runs': runs, 'tolerance': tolerance}
    if family == 'piper':
        description['phoneme_cases'] = [
            {'phonemes': text, 'ids': piper.token_ids(text, piper.voice(case)) if known else []}
            for text, known in ((text, text != '$^_') for text in case['texts'])]
    elif case['tokenizer']['phonemize']:
        description['phoneme_cases'] = [
            {'phonemes': text, 'ids': token_ids(text, case['vocabulary'], case['tokenizer'])} for text in case['texts']]
    else:
        description['tokenizer_cases'] = [
            {'text': text, 'ids_all_blank': token_ids(text, case['vocabulary'], case['tokenizer'])}
            for text in case['texts']]
    write_json(folder / 'case.json', description)
    bytes_written = sum(file.stat().st_size for file in folder.iterdir())
    print(f'{folder.name}: {len(runs)} runs, frames {[run["frames"] for run in runs]}, {bytes_written / 1000:.0f} kB, '
          f'F32 differs by up to {max(entry["fp32_vs_fp64"] for entry in tolerance.values()):.1e}')


def main(arguments):
    if not arguments:
        print(__doc__.strip(), file=sys.stderr)
        return 64
    torch.set_num_threads(1)
    for name in arguments[1:] or cases.ALL:
        make_case(Path(arguments[0]) / name, cases.ALL[name])
    return 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
