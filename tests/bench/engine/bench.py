"""Measures the engine beside libtorch and ONNX Runtime: scripts/bench [rounds]

Each round runs every contender once, one after the other, so that what disturbs the machine disturbs all; the figures
are medians. Prints a table and writes build/bench.json.
"""

import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
HERE = pathlib.Path(__file__).resolve().parent
WORK = ROOT / 'build' / 'bench'
FRAMES = {'short': 100, 'long': 600}  # 1.2 and 7 seconds at the medium voice's rate


class Contender:
    """A program that answers each order with a line of JSON."""

    def __init__(self, *command, **environment):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE,
                                        env={**os.environ, **environment})

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
    config = json.loads((WORK / 'voices' / size / 'config.json').read_text(encoding='utf-8'))
    single = b'decoder.resblocks.0.convs.0.weight' in (WORK / 'voices' / size / 'model.safetensors').read_bytes()[:20000]
    channels, rows = config['upsample_initial_channel'], frames
    total = rows * config['flow_size'] * channels * 7
    for rate, kernel in zip(config['upsample_rates'], config['upsample_kernel_sizes']):
        total += rows * channels * (channels // 2) * kernel
        channels, rows = channels // 2, rows * rate
        for k, dilations in zip(config['resblock_kernel_sizes'], config['resblock_dilation_sizes']):
            total += rows * channels * channels * k * len(dilations) * (1 if single else 2)
    return 2 * (total + rows * channels * 7)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    ours = Contender(str(ROOT / 'build' / 'release' / 'bin' / 'bench-engine'), OMP_WAIT_POLICY='passive')
    ort = Contender('node', str(HERE / 'ort.mjs'))
    voices = WORK / 'voices'
    cases = [(size, length, threads) for size in ('small', 'medium', 'high') for length in FRAMES for threads in (1, 2)]
    times = {}
    for turn in range(rounds + 1):
        for size, length, threads in cases:
            frames = FRAMES[length]
            result = {
                'ours': ours.ask('decoder', 'kernels', voices / size, threads, frames),
                'ort': ort.ask('decoder', voices / size / 'decoder.onnx', threads, frames),
                'torch': ours.ask('decoder', 'libtorch', voices / size, threads, frames),
            }
            if turn > 0:  # the first warms up
                for name, answer in result.items():
                    times.setdefault((size, length, threads, name), []).append(answer['seconds'])
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
    for size in ('small', 'high'):
        for length, frames in FRAMES.items():
            answers = [ours.ask('first', voices / size, 2, frames)['seconds'] for _ in range(rounds)]
            name = f'first sound of the decoder {size}, {length}, 2 threads'
            rows.append({'name': name, 'ours_s': statistics.median(answers)})
            print(f'{name}: {statistics.median(answers) * 1000:.1f} ms')
    out = {'machine': processor(), 'cores': os.cpu_count(), 'system': platform.platform(),
           'versions': {'onnxruntime': '1.30.0'}, 'peak_gflops': peaks, 'rounds': rounds, 'rows': rows}
    (ROOT / 'build' / 'bench.json').write_text(json.dumps(out, indent=1), encoding='utf-8')


if __name__ == '__main__':
    main()
