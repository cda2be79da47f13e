#!/usr/bin/env python3
"""Kokoro inference in PyTorch, written to check the engine: slow, plain and in F64.

    kokoro.py CASE...      compares with the expected.safetensors of each case folder

Kokoro is StyleTTS 2 (Li et al., 2023) with the decoder of iSTFTNet (Kaneko et al., 2022), the harmonic source of
neural source-filter models (Wang, Takaki and Yamagishi, 2019), Snake (Ziyin, Hartwig and Ueda, 2020) and ALBERT (Lan
et al., 2019) as its text model. Tensor names and fields of config.json are those of the published checkpoint. Sizes
come from the tensors. Everything is [1, channels, length] unless it says otherwise.
"""

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

import safetensors_file

EPSILON = 1e-5  # of all norms but ALBERT's
THRESHOLD = 10.0  # Hz: below it there is no voice
SINE, NOISE = 0.1, 0.003  # amplitudes of the source


def flatten(tree, prefix=''):
    """Nested state dicts to dotted names, without the wrappers of parallel training."""
    names = {}
    for key, value in tree.items():
        name = prefix + key
        if isinstance(value, dict):
            names.update(flatten(value, name + '.'))
        else:
            names[name.replace('module.', '').removeprefix('model.')] = value
    return names


def load(folder):
    checkpoints = list(folder.glob('*.pth'))
    if checkpoints:
        return flatten(torch.load(checkpoints[0], map_location='cpu'))
    return flatten(safetensors_file.read(folder / 'model.safetensors'))


class Kokoro:
    def __init__(self, folder, dtype=torch.float64):
        self.config = json.loads((folder / 'config.json').read_text(encoding='utf-8'))
        self.tensors = {name: tensor.to(dtype) for name, tensor in load(folder).items() if tensor.is_floating_point()}
        self.dtype = dtype
        self.rate = self.config.get('sampling_rate', 24000)
        self.packs = {path.stem: torch.load(path, map_location='cpu') for path in (folder / 'voices').glob('*.pt')}

    def has(self, prefix):
        return any(name.startswith(prefix) for name in self.tensors)

    def count(self, prefix):
        """Of the numbered parts `prefix`0, `prefix`1, …"""
        number = 0
        while self.has(f'{prefix}{number}.'):
            number += 1
        return number

    def weight(self, name):
        for g, v in ('.weight_g', '.weight_v'), ('.parametrizations.weight.original0',
                                                 '.parametrizations.weight.original1'):
            if name + g in self.tensors:  # weight normalisation: length and direction of each row
                rows = self.tensors[name + v]
                lengths = rows.pow(2).sum(dim=tuple(range(1, rows.dim())), keepdim=True).sqrt()
                return rows / lengths * self.tensors[name + g]
        return self.tensors[name + '.weight']

    def conv(self, name, x, dilation=1, stride=1, padding=None):
        weight = self.weight(name)
        padding = (weight.shape[2] - 1) * dilation // 2 if padding is None else padding
        return F.conv1d(x, weight, self.tensors.get(name + '.bias'), stride, padding, dilation)

    def linear(self, name, x):
        """[..., in] to [..., out]"""
        return F.linear(x, self.tensors[name + '.weight'], self.tensors[name + '.bias'])

    def layer_norm(self, x, scale, shift, epsilon=EPSILON):
        """Over the last dimension."""
        mean = x.mean(-1, keepdim=True)
        variance = (x - mean).pow(2).mean(-1, keepdim=True)
        return (x - mean) / (variance + epsilon).sqrt() * scale + shift

    def adaptive_norm(self, name, x, style):
        """Instance normalisation whose scale and shift the style chooses (Huang and Belongie, 2017)."""
        mean = x.mean(2, keepdim=True)
        variance = (x - mean).pow(2).mean(2, keepdim=True)
        x = (x - mean) / (variance + EPSILON).sqrt()
        if name + '.norm.weight' in self.tensors:
            x = x * self.tensors[name + '.norm.weight'][:, None] + self.tensors[name + '.norm.bias'][:, None]
        scale, shift = self.linear(name + '.fc', style)[0].chunk(2)
        return (1 + scale[:, None]) * x + shift[:, None]

    def lstm(self, name, x):
        """A bidirectional LSTM over [length, in]."""
        def direction(rows, suffix):
            w, u = self.tensors[f'{name}.weight_ih_l0{suffix}'], self.tensors[f'{name}.weight_hh_l0{suffix}']
            b = self.tensors[f'{name}.bias_ih_l0{suffix}'] + self.tensors[f'{name}.bias_hh_l0{suffix}']
            h = c = torch.zeros(u.shape[1], dtype=self.dtype)
            outputs = []
            for row in rows:
                i, f, g, o = (w @ row + u @ h + b).chunk(4)
                c = f.sigmoid() * c + i.sigmoid() * g.tanh()
                h = o.sigmoid() * c.tanh()
                outputs.append(h)
            return torch.stack(outputs)
        return torch.cat([direction(x, ''), direction(x.flip(0), '_reverse').flip(0)], 1)

    def albert(self, ids):
        """[length] to [length, hidden]"""
        bert = self.config['plbert']
        heads, layers = bert['num_attention_heads'], bert['num_hidden_layers']
        epsilon = bert.get('layer_norm_eps', 1e-12)
        tables = {kind: self.tensors[f'bert.embeddings.{kind}_embeddings.weight']
                  for kind in ('word', 'position', 'token_type')}

        def norm(name, x):
            return self.layer_norm(x, self.tensors[name + '.weight'], self.tensors[name + '.bias'], epsilon)

        x = tables['word'][ids] + tables['position'][:len(ids)] + tables['token_type'][0]
        x = self.linear('bert.encoder.embedding_hidden_mapping_in', norm('bert.embeddings.LayerNorm', x))
        groups = self.count('bert.encoder.albert_layer_groups.')
        for i in range(layers):
            group = f'bert.encoder.albert_layer_groups.{i * groups // layers}.albert_layers.'
            for j in range(self.count(group)):
                name = f'{group}{j}.'
                q, k, v = (self.linear(f'{name}attention.{which}', x).reshape(len(ids), heads, -1).transpose(0, 1)
                           for which in ('query', 'key', 'value'))
                scores = q @ k.transpose(1, 2) / math.sqrt(q.shape[2])
                mixed = (scores.softmax(2) @ v).transpose(0, 1).reshape(len(ids), -1)
                x = norm(name + 'attention.LayerNorm', x + self.linear(name + 'attention.dense', mixed))
                wide = self.linear(name + 'ffn', x)
                wide = 0.5 * wide * (1 + torch.tanh(math.sqrt(2 / math.pi) * (wide + 0.044715 * wide ** 3)))
                x = norm(name + 'full_layer_layer_norm', x + self.linear(name + 'ffn_output', wide))
        return x

    def encode_durations(self, x, style):
        """[length, hidden] to [length, hidden + style]"""
        styles = style.expand(len(x), -1)
        x = torch.cat([x, styles], 1)
        for i in range(0, self.count('predictor.text_encoder.lstms.'), 2):
            x = self.lstm(f'predictor.text_encoder.lstms.{i}', x)
            scale, shift = self.linear(f'predictor.text_encoder.lstms.{i + 1}.fc', style)[0].chunk(2)
            x = torch.cat([self.layer_norm(x, 1 + scale, shift), styles], 1)
        return x

    def encode_text(self, ids):
        x = self.tensors['text_encoder.embedding.weight'][ids].t()[None]
        for i in range(self.count('text_encoder.cnn.')):
            name = f'text_encoder.cnn.{i}.'
            x = self.conv(name + '0', x)
            x = self.layer_norm(x.transpose(1, 2), self.tensors[name + '1.gamma'], self.tensors[name + '1.beta'])
            x = F.leaky_relu(x.transpose(1, 2), 0.2)
        return self.lstm('text_encoder.lstm', x[0].t()).t()[None]

    def block(self, name, x, style):
        """A residual block with adaptive norms; one with a `pool` doubles the length."""
        doubles = self.has(name + '.pool.')
        y = F.leaky_relu(self.adaptive_norm(name + '.norm1', x, style), 0.2)
        if doubles:
            y = F.conv_transpose1d(y, self.weight(name + '.pool'), self.tensors[name + '.pool.bias'], stride=2,
                                   padding=1, output_padding=1, groups=y.shape[1])
            x = x.repeat_interleave(2, 2)
        y = self.conv(name + '.conv1', y)
        y = self.conv(name + '.conv2', F.leaky_relu(self.adaptive_norm(name + '.norm2', y, style), 0.2))
        if self.has(name + '.conv1x1.'):
            x = self.conv(name + '.conv1x1', x)
        return (x + y) / math.sqrt(2)

    def curve(self, name, x, style):
        for i in range(self.count(f'predictor.{name}.')):
            x = self.block(f'predictor.{name}.{i}', x, style)
        return self.conv(f'predictor.{name}_proj', x)[:, 0]

    def trunk(self, asr, pitch, energy, style, stages):
        pitch, energy = (self.conv(f'decoder.{name}_conv', curve[:, None], stride=2, padding=1)
                         for name, curve in (('F0', pitch), ('N', energy)))
        x = stages['decoder_encode'] = self.block('decoder.encode', torch.cat([asr, pitch, energy], 1), style)
        text = self.conv('decoder.asr_res.0', asr)
        for i in range(self.count('decoder.decode.')):
            if x.shape[2] == text.shape[2]:  # until a block has doubled the length
                x = torch.cat([x, text, pitch, energy], 1)
            x = self.block(f'decoder.decode.{i}', x, style)
        return x

    def source(self, pitch, phases, noise):
        """F0 in Hz [1, half frames] to the harmonic source [1, samples]."""
        scale = noise.shape[1] // pitch.shape[1]
        name = 'decoder.generator.m_source.l_linear'
        harmonics = torch.arange(1, self.tensors[name + '.weight'].shape[1] + 1, dtype=self.dtype)
        f0 = pitch.repeat_interleave(scale, 1)[..., None]  # [1, samples, 1]
        turns = (f0 * harmonics / self.rate) % 1
        turns[:, 0, 1:] += phases[:, 1:]
        turns = F.interpolate(turns.transpose(1, 2), scale_factor=1 / scale, mode='linear')
        phase = turns.cumsum(2) * 2 * math.pi
        sines = F.interpolate(phase * scale, scale_factor=scale, mode='linear').sin().transpose(1, 2)
        voiced = (f0 > THRESHOLD).to(self.dtype)
        sines = sines * SINE * voiced + noise * (voiced * NOISE + (1 - voiced) * SINE / 3)
        return self.linear(name, sines).tanh()[..., 0]

    def snake_block(self, name, x, style):
        for i in range(self.count(name + '.convs1.')):
            y = x
            for part in '12':
                y = self.adaptive_norm(f'{name}.adain{part}.{i}', y, style)
                alpha = self.tensors[f'{name}.alpha{part}.{i}']
                y = self.conv(f'{name}.convs{part}.{i}', y + (alpha * y).sin() ** 2 / alpha,
                              self.dilations(name, i) if part == '1' else 1)
            x = x + y
        return x

    def dilations(self, name, i):
        if '.noise_res.' in name:
            return (1, 3, 5)[i]
        lists = self.config['istftnet']['resblock_dilation_sizes']
        return lists[int(name.split('.')[-1]) % len(lists)][i]

    def generate(self, x, source, style, stages):
        settings = self.config['istftnet']
        hop, rates = settings['gen_istft_hop_size'], settings['upsample_rates']
        size = self.weight('decoder.generator.conv_post').shape[0] - 2
        window = torch.hann_window(size, dtype=self.dtype)
        spectrum = torch.stft(source, size, hop, window=window, return_complex=True)
        har = stages['har'] = torch.cat([spectrum.abs(), spectrum.angle()], 1)
        for i, rate in enumerate(rates):
            name = f'decoder.generator.ups.{i}'
            stride = math.prod(rates[i + 1:])
            last = i == len(rates) - 1
            added = self.conv(f'decoder.generator.noise_convs.{i}', har, stride=stride,
                              padding=0 if last else (stride + 1) // 2)
            stages[f'noise_conv_{i}'] = added
            added = self.snake_block(f'decoder.generator.noise_res.{i}', added, style)
            weight = self.weight(name)
            x = F.conv_transpose1d(F.leaky_relu(x, 0.1), weight, self.tensors[name + '.bias'], rate,
                                   (weight.shape[2] - rate) // 2)
            if last:
                x = F.pad(x, (1, 0), mode='reflect')
            x = x + added
            kinds = len(settings['resblock_kernel_sizes'])
            x = sum(self.snake_block(f'decoder.generator.resblocks.{i * kinds + j}', x, style)
                    for j in range(kinds)) / kinds
        x = stages['conv_post'] = self.conv('decoder.generator.conv_post', F.leaky_relu(x, 0.01))
        bins = size // 2 + 1
        spectrum = torch.polar(x[:, :bins].exp(), x[:, bins:].sin())
        return torch.istft(spectrum, size, hop, window=window)

    @torch.no_grad()
    def run(self, ids, style, speed, noise, replace=None):
        """All stages by name. `noise(kind, shape)` gives `rand_ini` and `sine`; `replace` is a dictionary of stages
        that are taken from it for what follows after they were computed."""
        stages = {}

        def stage(name, value):
            stages[name] = value
            return replace[name].to(value.dtype) if replace and name in replace else value

        style = style.to(self.dtype)
        split = self.tensors['decoder.encode.norm1.fc.weight'].shape[1]
        sound, prosody = style[:, :split], style[:, split:]
        row = ids[0]
        x = stage('bert_output', self.albert(row)[None])
        x = stage('bert_encoded', self.linear('bert_encoder', x))
        encoded = stage('duration_encoder', self.encode_durations(x[0], prosody)[None])
        logits = self.linear('predictor.duration_proj.linear_layer', self.lstm('predictor.lstm', encoded[0]))
        exact = stage('duration_float', logits.sigmoid().sum(1)[None] / speed)
        durations = stage('durations', exact.round().clamp(min=1).long())
        frames = self.lstm('predictor.shared', encoded[0].repeat_interleave(durations[0], 0)).t()[None]
        text = stage('text_encoder', self.encode_text(row))
        pitch = stage('F0', self.curve('F0', frames, prosody))
        energy = stage('N', self.curve('N', frames, prosody))
        asr = stage('asr', text.repeat_interleave(durations[0], 2))
        x = stage('generator_input', self.trunk(asr, pitch, energy, sound, stages))
        settings = self.config['istftnet']
        samples = pitch.shape[1] * math.prod(settings['upsample_rates']) * settings['gen_istft_hop_size']
        harmonics = self.tensors['decoder.generator.m_source.l_linear.weight'].shape[1]
        source = stage('har_source', self.source(pitch, noise('rand_ini', (1, harmonics)).to(self.dtype),
                                                 noise('sine', (1, samples, harmonics)).to(self.dtype)))
        stages['waveform'] = self.generate(x, source, sound, stages)
        return stages


def compare(folder):
    """Worst error of each stage over all runs, as (error, tolerance)."""
    case = json.loads((folder / 'case.json').read_text(encoding='utf-8'))
    expected = safetensors_file.read(folder / 'expected.safetensors')
    model = Kokoro(folder)
    vocabulary = model.config['vocab']
    worst = {}
    for run in case['runs']:
        get = {name[len(run['name']) + 1:]: tensor for name, tensor in expected.items()
               if name.startswith(run['name'] + '.')}
        ids = [0, *(vocabulary[c] for c in run['phonemes'] if c in vocabulary), 0]
        assert ids == get['input_ids'][0].tolist(), f'{run["name"]}: other ids'
        assert torch.equal(model.packs[run['voice']][len(run['phonemes']) - 1], get['style']), 'other style'
        made = model.run(get['input_ids'], get['style'], run['speed'], lambda kind, _, g=get: g[f'noise.{kind}'], get)
        for values in made, get:  # a phase near pi may turn to -pi
            if 'har' in values:
                magnitude, phase = values.pop('har').double().chunk(2, 1)
                values['har_complex'] = torch.view_as_real(torch.polar(magnitude, phase))
        for stage in get.keys() - {'input_ids', 'style', 'noise.rand_ini', 'noise.sine'}:
            tolerance = case['tolerance'].get(f'{run["name"]}.{stage}', {}).get('atol', 1e-4)
            same = made[stage].shape == get[stage].shape
            error = (made[stage].double() - get[stage].double()).abs().max().item() if same else math.inf
            error = math.inf if math.isnan(error) else error
            worst[stage] = max(worst.get(stage, (0, tolerance)), (error, tolerance), key=lambda pair: pair[0] / pair[1])
    return worst


def main(folders):
    good = bool(folders)
    for folder in folders:
        print(folder)
        for stage, (error, tolerance) in sorted(compare(Path(folder)).items()):
            within = error <= tolerance
            good = good and within
            print(f'  {stage:<24} {error:9.2e}  within {tolerance:.0e}  {"ok" if within else "TOO LARGE"}')
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
