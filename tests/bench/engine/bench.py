"""Measures the engine beside libtorch and ONNX Runtime: scripts/bench [rounds]; with voices that it made before,
bench.py ROUNDS decoder|voice|kokoro measures a part.

Each round runs every contender once, one after the other, so that what disturbs the machine disturbs all; each is asked
twice and the second answer counts, because memory that lay idle for a minute may have been taken away. The figures are
medians; those of whole voices are seconds for each second of speech. Prints a table and writes build/bench.json.
"""

import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from piper_voice import HIDDEN, SIZES  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent
WORK = ROOT / 'build' / 'bench'
KOKORO_FRAMES = {'short': 60, 'long': 240}  # 1.5 and 6 seconds
FRAMES = {'short': 100, 'long': 600}  # 1.2 and 7 seconds at the medium voice's rate


class Contender:
    """A program that answers each order with a line of JSON."""

    def __init__(self, *command, **environment):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE,
                                        env={**os.environ, **environment})

    def measure(self, *order):
        self.ask(*order)
        return self.ask(*order)

    def ask(self, *order):
        self.process.stdin.write(' '.join(str(word) for word in order) + '\n')
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f'{self.process.args[0]} ended at the order {order}')
        return json.loads(line)


def processor():
    for line in pathlib.Path('/proc/cpuinfo').read_text(encoding='utf-8').splitlines():
        if line.startswith('model name'):
            return line.split(': ', 1)[1]
    return platform.processor()


def operations(size, frames):
    """Multiplications and additions of the decoder for so many frames."""
    config = SIZES[size]
    channels, rows = config['channels'], frames
    total = rows * HIDDEN * channels * 7
    for rate, kernel in zip(config['rates'], config['kernels']):
        total += rows * channels * (channels // 2) * kernel
        channels, rows = channels // 2, rows * rate
        for k, dilations in zip(config['block_kernels'], config['dilations']):
            total += rows * channels * channels * k * len(dilations) * (1 if config['blocks'] == 'single' else 2)
    return 2 * (total + rows * channels * 7)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    ours = Contender(str(ROOT / 'build' / 'release' / 'bin' / 'bench-engine'), OMP_WAIT_POLICY='passive')
    ort = Contender('node', str(HERE / 'ort.mjs'), ONNXRUNTIME=str(WORK / 'node' / 'node_modules' / 'onnxruntime-node'))
    voices = WORK / 'voices'
    cases = [(size, length, threads) for size in ('small', 'medium', 'high') for length in FRAMES for threads in (1, 2)]
    spoken = [(size, symbols, threads) for size in ('small', 'medium', 'high') for symbols in (60, 240)
              for threads in (1, 2)]
    kokoro = [(length, threads) for length in KOKORO_FRAMES for threads in (1, 2)]
    if len(sys.argv) > 2:
        cases, spoken, kokoro = (part if sys.argv[2] == name else []
                                 for name, part in (('decoder', cases), ('voice', spoken), ('kokoro', kokoro)))
    times = {}
    for turn in range(rounds + 1):
        for size, length, threads in cases:
            frames = FRAMES[length]
            result = {
                'ours': ours.measure('decoder', 'kernels', voices / size, threads, frames),
                'ort': ort.measure('decoder', voices / f'{size}.decoder.onnx', threads, frames),
                'torch': ours.measure('decoder', 'libtorch', voices / size, threads, frames),
            }
            if turn > 0:  # the first warms up
                for name, answer in result.items():
                    times.setdefault((size, length, threads, name), []).append(answer['seconds'])
        for size, symbols, threads in spoken:
            mine = ours.measure('voice', voices / size, threads, symbols)
            theirs = ort.measure('voice', voices / size / 'voice.onnx', threads, symbols)
            # The noise decides how long the symbols last: each is taken for a second of what it spoke.
            if turn > 0:
                for name, seconds in (('ours', mine['seconds'] / mine['samples'] * SIZES[size]['rate']),
                                      ('ort', theirs['seconds'] / theirs['samples'] * SIZES[size]['rate']),
                                      ('first', mine['first'])):
                    times.setdefault((size, symbols, threads, name), []).append(seconds)
        for length, threads in kokoro:
            frames = KOKORO_FRAMES[length]
            result = {
                'ours': ours.measure('kokoro', 'kernels', voices / 'kokoro', threads, frames),
                'ort': ort.measure('kokoro', voices / 'kokoro.onnx', threads, frames),
                'torch': ours.measure('kokoro', 'libtorch', voices / 'kokoro', threads, frames),
            }
            if turn > 0:
                for name, answer in result.items():
                    times.setdefault(('kokoro', length, threads, name), []).append(answer['seconds'])
                    times.setdefault(('kokoro', length, threads, name, 'processor'), []).append(answer['processor'])
                whole = result['ours']['whole'] / result['ours']['samples'] * 24000
                times.setdefault(('kokoro', length, threads, 'whole'), []).append(whole)
    peaks = {threads: ours.ask('peak', threads)['gflops'] for threads in (1, 2)}

    rows = []
    print(f'{processor()}; {rounds} rounds; peak {peaks[1]} GFLOP/s on 1 thread, {peaks[2]} on 2')
    print(f'{"decoder":28}{"ours":>9}{"ORT":>9}{"libtorch":>10}{"ORT/ours":>10}{"GFLOP/s":>9}{"of peak":>9}')
    for size, length, threads in cases:
        ours_s, ort_s, torch_s = (statistics.median(times[size, length, threads, name])
                                  for name in ('ours', 'ort', 'torch'))
        speed = operations(size, FRAMES[length]) / ours_s / 1e9
        name = f'decoder {size}, {length}, {threads} thread{"s" if threads > 1 else ""}'
        rows.append({'name': name, 'ours_s': ours_s, 'ort_s': ort_s, 'torch_s': torch_s, 'ratio_ort': ort_s / ours_s,
                     'gflops': speed})
        print(f'{name[8:]:28}{ours_s:8.4f}s{ort_s:8.4f}s{torch_s:9.4f}s{ort_s / ours_s:10.2f}{speed:9.1f}'
              f'{speed / peaks[threads]:9.0%}')
    print(f'\n{"whole voice":28}{"ours":>9}{"ORT":>9}{"ORT/ours":>20}{"first sound":>13}')
    for size, symbols, threads in spoken:
        ours_s, ort_s, first = (statistics.median(times[size, symbols, threads, name])
                                for name in ('ours', 'ort', 'first'))
        name = f'voice {size}, {symbols} symbols, {threads} thread{"s" if threads > 1 else ""}'
        rows.append({'name': name, 'ours_s': ours_s, 'ort_s': ort_s, 'ratio_ort': ort_s / ours_s, 'first_s': first})
        print(f'{name[6:]:28}{ours_s:8.4f}s{ort_s:8.4f}s{ort_s / ours_s:20.2f}{first * 1000:10.1f} ms')
    print(f'\n{"Kokoro, decoder and generator":32}{"ours":>9}{"ORT":>9}{"libtorch":>10}{"ORT/ours":>10}{"processor":>11}{"whole":>9}')
    for length, threads in kokoro:
        ours_s, ort_s, torch_s, whole = (statistics.median(times['kokoro', length, threads, name])
                                         for name in ('ours', 'ort', 'torch', 'whole'))
        # What a busy machine disturbs less than the clock.
        working = [statistics.median(times['kokoro', length, threads, name, 'processor']) for name in ('ours', 'ort')]
        name = f'kokoro {length}, {threads} thread{"s" if threads > 1 else ""}'
        rows.append({'name': name, 'ours_s': ours_s, 'ort_s': ort_s, 'torch_s': torch_s, 'ratio_ort': ort_s / ours_s,
                     'ours_processor_s': working[0], 'ort_processor_s': working[1], 'real_time_factor': whole})
        print(f'{name[7:]:32}{ours_s:8.4f}s{ort_s:8.4f}s{torch_s:9.4f}s{ort_s / ours_s:10.2f}'
              f'{working[1] / working[0]:11.2f}{whole:9.3f}')
    out = {'machine': processor(), 'cores': os.cpu_count(), 'system': platform.platform(),
           'versions': {'onnxruntime': '1.30.0'}, 'peak_gflops': peaks, 'rounds': rounds, 'rows': rows}
    (ROOT / 'build' / 'bench.json').write_text(json.dumps(out, indent=1), encoding='utf-8')


if __name__ == '__main__':
    main()
