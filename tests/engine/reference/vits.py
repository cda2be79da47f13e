#!/usr/bin/env python3
"""VITS inference in PyTorch, written to check the engine: slow, plain and in F64.

    vits.py CASE...        compares with the expected.safetensors of each case folder that has a model.safetensors

Follows Kim, Kong and Son, "Conditional Variational Autoencoder with Adversarial Learning for End-to-End
Text-to-Speech" (2021), with relative attention from Shaw, Uszkoreit and Vaswani (2018), splines from Durkan et
al., "Neural Spline Flows" (2019), and the decoder from Kong, Kim and Bae, "HiFi-GAN" (2020). Tensor names and
fields of config.json are those that Hugging Face publishes. Everything is [1, channels, length].
"""

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F

import safetensors_file

DEFAULTS = {
    'hidden_size': 192, 'num_hidden_layers': 6, 'num_attention_heads': 2, 'window_size': 4, 'ffn_kernel_size': 3,
    'layer_norm_eps': 1e-5, 'flow_size': 192, 'use_stochastic_duration_prediction': True, 'num_speakers': 1,
    'speaker_embedding_size': 0, 'upsample_rates': [8, 8, 2, 2], 'upsample_kernel_sizes': [16, 16, 4, 4],
    'resblock_kernel_sizes': [3, 7, 11], 'resblock_dilation_sizes': [[1, 3, 5], [1, 3, 5], [1, 3, 5]],
    'leaky_relu_slope': 0.1, 'depth_separable_num_layers': 3, 'duration_predictor_flow_bins': 10,
    'duration_predictor_tail_bound': 5.0, 'duration_predictor_kernel_size': 3, 'duration_predictor_num_flows': 4,
    'prior_encoder_num_flows': 4, 'prior_encoder_num_wavenet_layers': 4, 'wavenet_kernel_size': 5,
    'wavenet_dilation_rate': 1,
    'resblock': '1',  # of HiFi-GAN's two kinds; Hugging Face's format has only this one
}
KEPT_EPSILON = 1e-5  # of layer norms that config.json has no say in
LAST_SLOPE = 0.01  # of the activation before the last convolution, whatever config.json says
SMALLEST = 1e-3  # width and height of a bin in the unit square, and slope at an edge


def spline(position, widths, heights, slopes, bound):
    """The monotonic rational-quadratic function at one position: Durkan et al., equation 4."""
    x = y = -bound
    for k, (width, height) in enumerate(zip(widths, heights)):
        if position <= x + width or k == len(widths) - 1:
            break
        x, y = x + width, y + height
    s = height / width
    t = (position - x) / width
    rise = s * t * t + slopes[k] * t * (1 - t)
    return y + height * rise / (s + (slopes[k + 1] + slopes[k] - 2 * s) * t * (1 - t))


def invert_spline(value, parameters, bins, bound, scale):
    """The position where the spline of `parameters` [3 * bins - 1] has `value`; outside the bounds it is linear."""
    if not -bound <= value <= bound:
        return value

    def sizes(raw):
        shares = SMALLEST + (1 - SMALLEST * bins) * torch.softmax(raw * scale, 0)
        return (2 * bound * shares).tolist()

    widths, heights = sizes(parameters[:bins]), sizes(parameters[bins:2 * bins])
    slopes = [1.0] + (SMALLEST + F.softplus(parameters[2 * bins:])).tolist() + [1.0]
    low, high = -bound, bound
    # Bisection: the function grows, and each step gains a bit.
    for _ in range(80):
        middle = (low + high) / 2
        if spline(middle, widths, heights, slopes, bound) < value:
            low = middle
        else:
            high = middle
    return (low + high) / 2


class Vits:
    def __init__(self, config, tensors, dtype=torch.float64):
        self.config = {**DEFAULTS, **config}
        self.tensors = {name: tensor.to(dtype) for name, tensor in tensors.items()}
        self.dtype = dtype
        self.speaker = None  # [1, embedding, 1]

    def weight(self, name):
        for g, v in ('.weight_g', '.weight_v'), ('.parametrizations.weight.original0',
                                                 '.parametrizations.weight.original1'):
            if name + g in self.tensors:  # weight normalisation: length and direction of each row
                rows = self.tensors[name + v]
                lengths = rows.pow(2).sum(dim=tuple(range(1, rows.dim())), keepdim=True).sqrt()
                return rows / lengths * self.tensors[name + g]
        return self.tensors[name + '.weight']

    def conv(self, name, x, dilation=1, groups=1):
        """A convolution that keeps the length."""
        weight = self.weight(name)
        surplus = (weight.shape[2] - 1) * dilation
        padded = F.pad(x, (surplus // 2, surplus - surplus // 2))
        return F.conv1d(padded, weight, self.tensors.get(name + '.bias'), dilation=dilation, groups=groups)

    def norm(self, name, x, epsilon):
        mean = x.mean(1, keepdim=True)
        variance = (x - mean).pow(2).mean(1, keepdim=True)
        scale, shift = self.tensors[name + '.weight'], self.tensors[name + '.bias']
        return (x - mean) / (variance + epsilon).sqrt() * scale[:, None] + shift[:, None]

    def condition(self, name, x):
        return x if self.speaker is None else x + self.conv(name, self.speaker)

    def attend(self, name, x):
        heads, window = self.config['num_attention_heads'], self.config['window_size']
        length = x.shape[2]

        def project(which):  # [heads, length, size]
            flat = F.linear(x[0].t(), self.tensors[f'{name}.{which}.weight'], self.tensors[f'{name}.{which}.bias'])
            return flat.reshape(length, heads, -1).transpose(0, 1)

        def table(which):  # [length, length, size]: what the pair (i, j) adds; nothing beyond the window
            rows = self.tensors[f'{name}.{which}'][0]
            pairs = torch.zeros(length, length, rows.shape[1], dtype=self.dtype)
            for i in range(length):
                for j in range(max(0, i - window), min(length, i + window + 1)):
                    pairs[i, j] = rows[j - i + window]
            return pairs

        q, k, v = project('q_proj'), project('k_proj'), project('v_proj')
        scores = torch.einsum('hid,hijd->hij', q, k[:, None] + table('emb_rel_k')) / math.sqrt(q.shape[2])
        mixed = torch.einsum('hij,hijd->hid', scores.softmax(2), v[:, None] + table('emb_rel_v'))
        flat = mixed.transpose(0, 1).reshape(length, -1)
        return F.linear(flat, self.tensors[name + '.out_proj.weight'], self.tensors[name + '.out_proj.bias']).t()[None]

    def encode(self, ids, stages):
        epsilon = self.config['layer_norm_eps']
        x = self.tensors['text_encoder.embed_tokens.weight'][ids] * math.sqrt(self.config['hidden_size'])
        stages['text_embedding'] = x
        x = x.transpose(1, 2)
        for i in range(self.config['num_hidden_layers']):
            name = f'text_encoder.encoder.layers.{i}'
            x = self.norm(name + '.layer_norm', x + self.attend(name + '.attention', x), epsilon)
            wide = F.relu(self.conv(name + '.feed_forward.conv_1', x))
            x = self.norm(name + '.final_layer_norm', x + self.conv(name + '.feed_forward.conv_2', wide), epsilon)
            if i == 0:
                stages['encoder_layer_0'] = x.transpose(1, 2)
        means, log_variances = self.conv('text_encoder.project', x).chunk(2, 1)
        stages['text_hidden'] = x.transpose(1, 2)
        stages['prior_means'] = means.transpose(1, 2)
        stages['prior_log_variances'] = log_variances.transpose(1, 2)
        return x, means, log_variances

    def deterministic_durations(self, x):
        epsilon = self.config['layer_norm_eps']
        x = self.condition('duration_predictor.cond', x)
        for i in 1, 2:
            x = F.relu(self.conv(f'duration_predictor.conv_{i}', x))
            x = self.norm(f'duration_predictor.norm_{i}', x, epsilon)
        return self.conv('duration_predictor.proj', x)

    def separable(self, name, x):
        """Depth-wise and point-wise convolutions whose reach grows with each layer."""
        for i in range(self.config['depth_separable_num_layers']):
            dilation = self.config['duration_predictor_kernel_size'] ** i
            y = self.conv(f'{name}.convs_dilated.{i}', x, dilation, groups=x.shape[1])
            y = F.gelu(self.norm(f'{name}.norms_1.{i}', y, KEPT_EPSILON))
            y = self.conv(f'{name}.convs_pointwise.{i}', y)
            x = x + F.gelu(self.norm(f'{name}.norms_2.{i}', y, KEPT_EPSILON))
        return x

    def stochastic_durations(self, x, z):
        """Follows the flows backwards from noise `z` [1, 2, symbols]."""
        bins, bound = self.config['duration_predictor_flow_bins'], self.config['duration_predictor_tail_bound']
        scale = 1 / math.sqrt(self.config['hidden_size'])
        text = self.condition('duration_predictor.cond', self.conv('duration_predictor.conv_pre', x))
        text = self.conv('duration_predictor.conv_proj', self.separable('duration_predictor.conv_dds', text))
        # Flow 1 is trained and, in every published implementation, left out when speaking.
        for i in range(self.config['duration_predictor_num_flows'], 1, -1):
            name = f'duration_predictor.flows.{i}'
            kept, bent = z[:, 1:], z[0, 0].tolist()  # the channels change places before each flow
            hidden = self.separable(name + '.conv_dds', self.conv(name + '.conv_pre', kept) + text)
            parameters = self.conv(name + '.conv_proj', hidden)[0].double().t()
            bent = [invert_spline(value, row, bins, bound, scale) for value, row in zip(bent, parameters)]
            z = torch.cat([kept, torch.tensor(bent, dtype=self.dtype)[None, None]], 1)
        affine = 'duration_predictor.flows.0.'
        return (z[:, 1:] - self.tensors[affine + 'translate'][0]) / self.tensors[affine + 'log_scale'][0].exp()

    def wavenet(self, name, x):
        layers, channels = self.config['prior_encoder_num_wavenet_layers'], x.shape[1]
        total = 0
        for i in range(layers):
            gates = self.conv(f'{name}.in_layers.{i}', x, self.config['wavenet_dilation_rate'] ** i)
            if self.speaker is not None:
                gates = gates + self.conv(name + '.cond_layer', self.speaker).chunk(layers, 1)[i]
            y = self.conv(f'{name}.res_skip_layers.{i}', gates[:, :channels].tanh() * gates[:, channels:].sigmoid())
            if i < layers - 1:
                x = x + y[:, :channels]
            total = total + y[:, -channels:]
        return total

    def invert_flow(self, z):
        for i in reversed(range(self.config['prior_encoder_num_flows'])):
            name = f'flow.flows.{i}'
            first, second = z.flip(1).chunk(2, 1)
            mean = self.conv(name + '.conv_post', self.wavenet(name + '.wavenet', self.conv(name + '.conv_pre', first)))
            z = torch.cat([first, second - mean], 1)
        return z

    def decode(self, z, stages):
        slope = self.config['leaky_relu_slope']
        kinds = list(zip(self.config['resblock_kernel_sizes'], self.config['resblock_dilation_sizes']))
        x = stages['decoder_conv_pre'] = self.conv('decoder.conv_pre', z)
        x = self.condition('decoder.cond', x)
        for i, (rate, kernel) in enumerate(zip(self.config['upsample_rates'], self.config['upsample_kernel_sizes'])):
            name = f'decoder.upsampler.{i}'
            x = F.conv_transpose1d(F.leaky_relu(x, slope), self.weight(name), self.tensors[name + '.bias'], rate,
                                   (kernel - rate) // 2)
            stages.setdefault('decoder_up0', x)
            branches = []
            for j, (_, dilations) in enumerate(kinds):
                y = x
                for d, dilation in enumerate(dilations):
                    block = f'decoder.resblocks.{i * len(kinds) + j}'
                    if self.config['resblock'] == '2':
                        y = y + self.conv(f'{block}.convs.{d}', F.leaky_relu(y, slope), dilation)
                        continue
                    change = self.conv(f'{block}.convs1.{d}', F.leaky_relu(y, slope), dilation)
                    y = y + self.conv(f'{block}.convs2.{d}', F.leaky_relu(change, slope))
                branches.append(y)
            x = sum(branches) / len(branches)
            stages.setdefault('decoder_stage0_leaky', F.leaky_relu(x, slope))
        return self.conv('decoder.conv_post', F.leaky_relu(x, LAST_SLOPE)).tanh()[:, 0]

    @torch.no_grad()
    def run(self, ids, scales, duration_noise=None, latent_noise=None, speaker=None):
        """All stages by name. `latent_noise` is a tensor or a function from a shape to one, `speaker` a number (a tensor
        of one) or the share of each speaker in a blend (of floats)."""
        stages = {}
        self.speaker = None
        if self.config['num_speakers'] > 1:
            table = self.tensors['embed_speaker.weight']
            number = speaker is None or not speaker.is_floating_point()
            row = table[0 if speaker is None else speaker.item()] if number else speaker.to(self.dtype) @ table
            self.speaker = row[None, :, None]
        x, means, log_variances = self.encode(ids, stages)
        if self.config['use_stochastic_duration_prediction']:
            z = torch.zeros(1, 2, ids.shape[1], dtype=self.dtype)
            if duration_noise is not None:
                z = duration_noise.to(self.dtype) * scales['noise_scale_duration']
            stages['log_durations'] = self.stochastic_durations(x, z)
        else:
            stages['log_durations'] = self.deterministic_durations(x)
        durations = (stages['log_durations'].exp() / scales['speaking_rate']).ceil().long()[:, 0]
        stages['durations'] = durations
        means = means.repeat_interleave(durations[0], 2)
        if latent_noise is not None:
            noise = latent_noise(means.shape) if callable(latent_noise) else latent_noise
            deviations = log_variances.repeat_interleave(durations[0], 2).exp()
            means = means + noise.to(self.dtype) * deviations * scales['noise_scale']
        stages['prior_latents'] = means
        stages['latents'] = self.invert_flow(means)
        stages['waveform'] = self.decode(stages['latents'], stages)
        return stages


def compare(folder):
    """Worst error of each stage over all runs, as (error, tolerance)."""
    case = json.loads((folder / 'case.json').read_text(encoding='utf-8'))
    expected = safetensors_file.read(folder / 'expected.safetensors')
    model = Vits(json.loads((folder / 'config.json').read_text(encoding='utf-8')),
                 safetensors_file.read(folder / 'model.safetensors'))
    worst = {}
    for run in case['runs']:
        get = {name[len(run['name']) + 1:]: tensor for name, tensor in expected.items()
               if name.startswith(run['name'] + '.')}
        made = model.run(get['input_ids'], run['scales'], get.get('noise.duration'), get.get('noise.latent'),
                         get.get('speaker_id', get.get('speaker_shares')))
        for stage in get.keys() - {'input_ids', 'speaker_id', 'speaker_shares', 'noise.duration', 'noise.latent'}:
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
