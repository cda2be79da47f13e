"""Kokoro's decoder and generator as an ONNX graph, for ONNX Runtime's part in bench.py: kokoro_graph.py FOLDER FILE

Most of the time is spent in these two. Operations as published: instance normalisation is one, and so are the
convolutions. The short-time Fourier transform and its inverse are convolutions, because ONNX has no inverse.
"""

import math
import sys
import warnings
from functools import lru_cache
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / 'engine/reference'))
from kokoro import Kokoro  # noqa: E402 (the line above says where it is)


class Graph(nn.Module, Kokoro):
    def __init__(self, folder):
        nn.Module.__init__(self)
        Kokoro.__init__(self, folder, torch.float32)
        self.weight = lru_cache(None)(self.weight)
        self.hop = self.config['istftnet']['gen_istft_hop_size']
        self.size = self.weight('decoder.generator.conv_post').shape[0] - 2
        self.window = torch.hann_window(self.size)
        bins = torch.fft.rfft(torch.eye(self.size)) * self.window[:, None]
        bins.imag[:, [0, -1]] = 0.0  # exactly, or a phase of pi may turn to -pi
        self.analysis = [part.t()[:, None].contiguous() for part in (bins.real, bins.imag)]
        both = torch.cat([torch.eye(self.size // 2 + 1), 1j * torch.eye(self.size // 2 + 1)])
        self.synthesis = (torch.fft.irfft(both, self.size) * self.window)[:, None]

    def conv(self, name, x, dilation=1, stride=1, padding=None):
        # A constant, which a size is not to the exporter.
        padding = (int(self.weight(name).shape[2]) - 1) * dilation // 2 if padding is None else padding
        return super().conv(name, x, dilation, stride, padding)

    def adaptive_norm(self, name, x, style):
        scale, shift = self.linear(name + '.fc', style)[0].chunk(2)
        return (1 + scale[:, None]) * F.instance_norm(x) + shift[:, None]

    def block(self, name, x, style):
        y = F.leaky_relu(self.adaptive_norm(name + '.norm1', x, style), 0.2)
        if self.has(name + '.pool.'):
            y = F.conv_transpose1d(y, self.weight(name + '.pool'), self.tensors[name + '.pool.bias'], stride=2,
                                   padding=1, output_padding=1, groups=int(y.shape[1]))
            x = F.interpolate(x, scale_factor=2, mode='nearest')
        y = self.conv(name + '.conv1', y)
        y = self.conv(name + '.conv2', F.leaky_relu(self.adaptive_norm(name + '.norm2', y, style), 0.2))
        return (self.conv(name + '.conv1x1', x) + y) * 0.5 ** 0.5

    def transform(self, source):
        padded = F.pad(source[:, None], (self.size // 2, self.size // 2), mode='reflect')
        real, imaginary = (F.conv1d(padded, part, stride=self.hop) for part in self.analysis)
        # The angle of both, for which the exporter has no operation.
        half = torch.where(imaginary < 0, torch.tensor(-math.pi), torch.tensor(math.pi))
        phase = (imaginary / real).atan() + torch.where(real < 0, half, torch.zeros(()))
        return torch.cat([(real * real + imaginary * imaginary).sqrt(), phase], 1)

    def inverse(self, magnitude, phase):
        spectrum = torch.cat([magnitude * phase.cos(), magnitude * phase.sin()], 1)
        sums = F.conv_transpose1d(spectrum, self.synthesis, stride=self.hop)
        weights = F.conv_transpose1d(torch.ones_like(magnitude[:, :1]), (self.window ** 2)[None, None],
                                     stride=self.hop)
        return (sums / weights)[:, 0, self.size // 2:-(self.size // 2)]

    def forward(self, text, pitch, energy, source, style):
        x = self.trunk(text, pitch, energy, style, {})
        settings = self.config['istftnet']
        rates = settings['upsample_rates']
        spectrum = self.transform(source)
        kinds = len(settings['resblock_kernel_sizes'])
        for i, rate in enumerate(rates):
            name = f'decoder.generator.ups.{i}'
            stride = 1
            for later in rates[i + 1:]:
                stride *= later
            last = i == len(rates) - 1
            added = self.conv(f'decoder.generator.noise_convs.{i}', spectrum, stride=stride,
                              padding=0 if last else (stride + 1) // 2)
            added = self.snake_block(f'decoder.generator.noise_res.{i}', added, style)
            weight = self.weight(name)
            x = F.conv_transpose1d(F.leaky_relu(x, 0.1), weight, self.tensors[name + '.bias'], rate,
                                   (int(weight.shape[2]) - rate) // 2)
            if last:
                x = torch.cat([x[:, :, 1:2], x], 2)
            x = x + added
            x = sum(self.snake_block(f'decoder.generator.resblocks.{i * kinds + j}', x, style)
                    for j in range(kinds)) / kinds
        x = self.conv('decoder.generator.conv_post', F.leaky_relu(x, 0.01))
        bins = self.size // 2 + 1
        return self.inverse(x[:, :bins].exp(), x[:, bins:].sin())


@torch.no_grad()
def main(folder, file):
    graph = Graph(Path(folder))
    channels = graph.weight('decoder.asr_res.0').shape[1]
    style = torch.randn(1, graph.tensors['decoder.encode.norm1.fc.weight'].shape[1]) * 0.1
    settings = graph.config['istftnet']
    per_pitch = settings['gen_istft_hop_size']
    for rate in settings['upsample_rates']:
        per_pitch *= rate
    frames = 12
    torch.manual_seed(1)
    pitch, energy = 120 + 20 * torch.randn(1, 2 * frames), torch.randn(1, 2 * frames)
    inputs = torch.randn(1, channels, frames), pitch, energy, torch.randn(1, 2 * frames * per_pitch) * 0.1, style
    # The same as the reference but for rounding, which can turn a phase of the source by a whole turn.
    own = graph(*inputs)
    plain = Kokoro(Path(folder), torch.float32)
    wanted = plain.generate(plain.trunk(*inputs[:3], style, {}), inputs[3], style, {})
    assert own.shape == wanted.shape and (own - wanted).abs().mean() < 0.05 * wanted.abs().mean(), 'another waveform'
    with warnings.catch_warnings():
        warnings.simplefilter('ignore')  # sizes of layers become constants, as they should
        torch.onnx.export(graph, inputs, file, opset_version=16,
                          input_names=['text', 'pitch', 'energy', 'source', 'style'], output_names=['output'],
                          dynamic_axes={'text': {2: 'frames'}, 'pitch': {1: 'values'}, 'energy': {1: 'values'},
                                        'source': {1: 'samples'}, 'output': {1: 'samples'}})


if __name__ == '__main__':
    main(*sys.argv[1:])
