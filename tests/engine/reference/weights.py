"""Random weights in the published layout for any configuration."""

import math

import torch

from vits import DEFAULTS

# The name of a tensor begins with one of these where the case gives it weight normalisation.
WAVENET = ('flow.flows.*.wavenet.',)
EVERYWHERE = WAVENET + ('flow.flows.*.conv_', 'decoder.')


class Maker:
    def __init__(self, case, generator):
        self.case = case
        self.config = {**DEFAULTS, **case['config']}
        self.generator = generator
        self.tensors = {}

    def normal(self, shape, deviation=1.0, mean=0.0):
        return torch.randn(shape, generator=self.generator) * deviation + mean

    def add(self, name, shape, deviation=1.0, mean=0.0):
        self.tensors[name] = self.normal(shape, deviation, mean)

    def normalised(self, name):
        pattern = '.'.join('*' if part.isdigit() and name.startswith('flow.') and i == 2 else part
                           for i, part in enumerate(name.split('.')))
        return pattern.startswith(tuple(self.case.get('weight_norm', ())))

    def conv(self, name, inputs, outputs, kernel=1, bias=True, gain=1.0, mean=0.0, transposed=False):
        shape = (inputs, outputs, kernel) if transposed else (outputs, inputs, kernel)
        weight = self.normal(shape, gain / math.sqrt(inputs * kernel))
        if self.normalised(name):
            lengths = weight.flatten(1).norm(dim=1).view(-1, 1, 1)
            direction = weight * self.normal(lengths.shape, 0.2, 1.5).abs()
            g, v = self.case['weight_norm_names']
            self.tensors[name + g], self.tensors[name + v] = lengths, direction
        else:
            self.tensors[name + '.weight'] = weight
        if bias:
            self.add(name + '.bias', (outputs,), 0.1, mean)
            if any(part in name for part in self.case.get('plain_biases', ())):  # as before training
                self.tensors[name + '.bias'] = torch.zeros(outputs)

    def linear(self, name, inputs, outputs):
        self.add(name + '.weight', (outputs, inputs), 1 / math.sqrt(inputs))
        self.add(name + '.bias', (outputs,), 0.1)

    def norm(self, name, channels):
        if any(part in name for part in self.case.get('plain_norms', ())):  # as before training
            self.tensors[name + '.weight'], self.tensors[name + '.bias'] = torch.ones(channels), torch.zeros(channels)
            return
        self.add(name + '.weight', (channels,), 0.1, 1.0)
        self.add(name + '.bias', (channels,), 0.1)

    def text_encoder(self):
        c = self.config
        hidden = c['hidden_size']
        size = hidden // c['num_attention_heads']
        self.add('text_encoder.embed_tokens.weight', (c['vocab_size'], hidden), 1 / math.sqrt(hidden))
        for i in range(c['num_hidden_layers']):
            name = f'text_encoder.encoder.layers.{i}.'
            for which in 'q_proj', 'k_proj', 'v_proj', 'out_proj':
                self.linear(name + 'attention.' + which, hidden, hidden)
            for which in 'emb_rel_k', 'emb_rel_v':
                self.add(name + 'attention.' + which, (1, 2 * c['window_size'] + 1, size), 0.7)
            self.norm(name + 'layer_norm', hidden)
            self.norm(name + 'final_layer_norm', hidden)
            self.conv(name + 'feed_forward.conv_1', hidden, c['ffn_dim'], c['ffn_kernel_size'])
            self.conv(name + 'feed_forward.conv_2', c['ffn_dim'], hidden, c['ffn_kernel_size'])
        self.conv('text_encoder.project', hidden, 2 * c['flow_size'], gain=0.7)

    def separable(self, name):
        hidden, kernel = self.config['hidden_size'], self.config['duration_predictor_kernel_size']
        for i in range(self.config['depth_separable_num_layers']):
            self.conv(f'{name}.convs_dilated.{i}', 1, hidden, kernel)
            self.conv(f'{name}.convs_pointwise.{i}', hidden, hidden)
            self.norm(f'{name}.norms_1.{i}', hidden)
            self.norm(f'{name}.norms_2.{i}', hidden)

    def durations(self):
        c = self.config
        name, hidden, kernel = 'duration_predictor.', c['hidden_size'], c['duration_predictor_kernel_size']
        if c['num_speakers'] > 1:
            self.conv(name + 'cond', c['speaker_embedding_size'], hidden)
        if not c['use_stochastic_duration_prediction']:
            filters = c['duration_predictor_filter_channels']
            self.conv(name + 'conv_1', hidden, filters, kernel)
            self.norm(name + 'norm_1', filters)
            self.conv(name + 'conv_2', filters, filters, kernel)
            self.norm(name + 'norm_2', filters)
            self.conv(name + 'proj', filters, 1, gain=0.5, mean=self.case['log_duration'])
            return
        self.conv(name + 'conv_pre', hidden, hidden)
        self.separable(name + 'conv_dds')
        self.conv(name + 'conv_proj', hidden, hidden)
        # The affine flow is inverted: it divides by exp(log_scale), so that speech stays short, and subtracts.
        self.add(name + 'flows.0.log_scale', (2, 1), 0.2, 0.8)
        self.add(name + 'flows.0.translate', (2, 1), 0.1, -math.exp(0.8) * self.case['log_duration'])
        for i in range(1, c['duration_predictor_num_flows'] + 1):
            self.conv(f'{name}flows.{i}.conv_pre', 1, hidden)
            self.separable(f'{name}flows.{i}.conv_dds')
            self.conv(f'{name}flows.{i}.conv_proj', hidden, 3 * c['duration_predictor_flow_bins'] - 1, gain=1.2)

    def flow(self):
        c = self.config
        hidden, half, layers = c['hidden_size'], c['flow_size'] // 2, c['prior_encoder_num_wavenet_layers']
        for i in range(c['prior_encoder_num_flows']):
            name = f'flow.flows.{i}.'
            self.conv(name + 'conv_pre', half, hidden)
            for j in range(layers):
                self.conv(f'{name}wavenet.in_layers.{j}', hidden, 2 * hidden, c['wavenet_kernel_size'], gain=1.5)
                self.conv(f'{name}wavenet.res_skip_layers.{j}', hidden, hidden if j == layers - 1 else 2 * hidden)
            if c['num_speakers'] > 1:
                self.conv(name + 'wavenet.cond_layer', c['speaker_embedding_size'], 2 * hidden * layers)
            self.conv(name + 'conv_post', hidden, half, gain=0.7)

    def decoder(self):
        c = self.config
        channels = c['upsample_initial_channel']
        self.conv('decoder.conv_pre', c['flow_size'], channels, 7, gain=1.5)
        if c['num_speakers'] > 1:
            self.conv('decoder.cond', c['speaker_embedding_size'], channels)
        kinds = list(zip(c['resblock_kernel_sizes'], c['resblock_dilation_sizes']))
        for i, (rate, kernel) in enumerate(zip(c['upsample_rates'], c['upsample_kernel_sizes'])):
            fewer = c['upsample_initial_channel'] >> (i + 1)
            # Each output sample sees only kernel / rate taps.
            self.conv(f'decoder.upsampler.{i}', channels, fewer, kernel, gain=1.2 * math.sqrt(rate), transposed=True)
            channels = fewer
            for j, (size, dilations) in enumerate(kinds):
                for d in range(len(dilations)):
                    for part in ('convs',) if c['resblock'] == '2' else ('convs1', 'convs2'):
                        self.conv(f'decoder.resblocks.{i * len(kinds) + j}.{part}.{d}', channels, channels, size)
        self.conv('decoder.conv_post', channels, 1, 7, bias=False, gain=0.5)

    def training_only(self):
        """What checkpoints carry for training: readers must not mind it."""
        self.conv('posterior_encoder.conv_pre', self.config.get('spectrogram_bins', 513) // 64, 4)
        self.separable('duration_predictor.post_conv_dds')
        self.add('duration_predictor.post_flows.0.translate', (2, 1))


def make(case, generator):
    maker = Maker(case, generator)
    maker.text_encoder()
    maker.durations()
    maker.flow()
    maker.decoder()
    if maker.config['num_speakers'] > 1:
        maker.add('embed_speaker.weight', (maker.config['num_speakers'], maker.config['speaker_embedding_size']))
    if case.get('training_only'):
        maker.training_only()
    kind = case.get('dtype')
    return {name: tensor.to(kind(name)) if kind else tensor for name, tensor in maker.tensors.items()}
