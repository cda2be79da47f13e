"""Random weights for Kokoro in the published layout, in any size."""

import math

import torch

DEFAULTS = {'duration_layers': 3, 'text_layers': 3, 'text_kernel': 5, 'groups': 1, 'inner': 1, 'decode': 3,
            'curve_blocks': ('same', 'double', 'same'), 'norms': False, 'extras': False, 'spelling': 'g_v',
            'symbols': 178, 'positions': 512}


class Maker:
    """`size`: hidden, bert, embedding, feed_forward, sound_style, prosody_style, width (of the decoder), beside (of its
    asr_res), channels (of the generator after each stage), transform, harmonics, longest (frames of a symbol) and what
    is in DEFAULTS."""

    def __init__(self, config, size, generator):
        self.config, self.size, self.generator = config, {**DEFAULTS, **size}, generator
        self.tensors = {}

    def add(self, name, shape, deviation=1.0, mean=0.0):
        self.tensors[name] = torch.randn(shape, generator=self.generator) * deviation + mean

    def linear(self, name, inputs, outputs, gain=1.0):
        self.add(name + '.weight', (outputs, inputs), gain / math.sqrt(inputs))
        self.add(name + '.bias', (outputs,), 0.1)

    def conv(self, name, shape, gain=1.0, bias=0.1, norm=True, taps=None):
        """`taps`: inputs that reach an output; `bias`: its deviation, or None for none."""
        self.add(name + '.weight', shape, gain / math.sqrt(taps or shape[1] * shape[2]))
        weight = self.tensors[name + '.weight']
        if norm and self.size['spelling'] != 'plain':
            del self.tensors[name + '.weight']
            lengths = weight.flatten(1).norm(dim=1).view(-1, 1, 1)
            longer = torch.rand(lengths.shape, generator=self.generator) + 0.5
            g, v = {'g_v': ('.weight_g', '.weight_v'),
                    'parametrizations': ('.parametrizations.weight.original0', '.parametrizations.weight.original1')
                    }[self.size['spelling']]
            self.tensors[name + g], self.tensors[name + v] = lengths, weight * longer
        if bias is not None:
            self.add(name + '.bias', (shape[1] if taps else shape[0],), bias)

    def layer_norm(self, name, channels, names=('weight', 'bias')):
        self.add(f'{name}.{names[0]}', (channels,), 0.1, 1.0)
        self.add(f'{name}.{names[1]}', (channels,), 0.1)

    def lstm(self, name, inputs, units):
        for suffix in '', '_reverse':
            self.add(f'{name}.weight_ih_l0{suffix}', (4 * units, inputs), 1 / math.sqrt(inputs))
            self.add(f'{name}.weight_hh_l0{suffix}', (4 * units, units), 1 / math.sqrt(units))
            self.add(f'{name}.bias_ih_l0{suffix}', (4 * units,), 0.1)
            self.add(f'{name}.bias_hh_l0{suffix}', (4 * units,), 0.1)

    def adaptive_norm(self, name, channels, style):
        self.linear(name + '.fc', style, 2 * channels, 0.5)
        if self.size['norms']:
            self.layer_norm(name + '.norm', channels)

    def block(self, name, inputs, outputs, style, doubles=False):
        self.adaptive_norm(name + '.norm1', inputs, style)
        self.adaptive_norm(name + '.norm2', outputs, style)
        self.conv(name + '.conv1', (outputs, inputs, 3))
        self.conv(name + '.conv2', (outputs, outputs, 3))
        if inputs != outputs:
            self.conv(name + '.conv1x1', (outputs, inputs, 1), bias=None)
        if doubles:
            self.conv(name + '.pool', (inputs, 1, 3), bias=None)
            self.add(name + '.pool.bias', (inputs,), 0.1)

    def bert(self):
        s = self.size
        hidden, embedding = s['bert'], s['embedding']
        for kind, rows in ('word', s['symbols']), ('position', s['positions']), ('token_type', 2):
            self.add(f'bert.embeddings.{kind}_embeddings.weight', (rows, embedding))
        self.layer_norm('bert.embeddings.LayerNorm', embedding)
        self.linear('bert.encoder.embedding_hidden_mapping_in', embedding, hidden)
        for group in range(s['groups']):
            for inner in range(s['inner']):
                name = f'bert.encoder.albert_layer_groups.{group}.albert_layers.{inner}.'
                for part in 'query', 'key', 'value', 'dense':
                    self.linear(name + 'attention.' + part, hidden, hidden)
                self.layer_norm(name + 'attention.LayerNorm', hidden)
                self.layer_norm(name + 'full_layer_layer_norm', hidden)
                self.linear(name + 'ffn', hidden, s['feed_forward'])
                self.linear(name + 'ffn_output', s['feed_forward'], hidden)
        self.linear('bert_encoder', hidden, s['hidden'])
        if s['extras']:
            self.linear('bert.pooler', hidden, hidden)
            self.tensors['bert.embeddings.position_ids'] = torch.arange(s['positions'])[None]

    def predictor(self):
        s = self.size
        hidden, style = s['hidden'], s['prosody_style']
        for i in range(s['duration_layers']):
            self.lstm(f'predictor.text_encoder.lstms.{2 * i}', hidden + style, hidden // 2)
            self.linear(f'predictor.text_encoder.lstms.{2 * i + 1}.fc', style, 2 * hidden, 0.5)
        self.lstm('predictor.lstm', hidden + style, hidden // 2)
        self.lstm('predictor.shared', hidden + style, hidden // 2)
        self.linear('predictor.duration_proj.linear_layer', hidden, s['longest'], 2.0)
        self.tensors['predictor.duration_proj.linear_layer.bias'] += s['duration_bias']
        for curve, scale, height in ('F0', 120.0, 60.0), ('N', 1.0, 0.0):
            channels = hidden
            for i, kind in enumerate(s['curve_blocks']):
                fewer = channels // 2 if kind == 'double' else channels
                self.block(f'predictor.{curve}.{i}', channels, fewer, style, kind == 'double')
                channels = fewer
            self.conv(f'predictor.{curve}_proj', (1, channels, 1), scale, norm=False)
            self.tensors[f'predictor.{curve}_proj.bias'] += height

    def text_encoder(self):
        s = self.size
        hidden, kernel = s['hidden'], s['text_kernel']
        self.add('text_encoder.embedding.weight', (s['symbols'], hidden))
        for i in range(s['text_layers']):
            self.conv(f'text_encoder.cnn.{i}.0', (hidden, hidden, kernel))
            self.layer_norm(f'text_encoder.cnn.{i}.1', hidden, ('gamma', 'beta'))
        self.lstm('text_encoder.lstm', hidden, hidden // 2)

    def decoder(self):
        s = self.size
        hidden, style, width, beside = s['hidden'], s['sound_style'], s['width'], s['beside']
        self.block('decoder.encode', hidden + 2, width, style)
        for i in range(s['decode']):
            self.block(f'decoder.decode.{i}', width + beside + 2, width, style)
        self.block(f'decoder.decode.{s["decode"]}', width + beside + 2, s['channels'][0], style, doubles=True)
        for curve in 'F0', 'N':
            self.conv(f'decoder.{curve}_conv', (1, 1, 3), 0.01 if curve == 'F0' else 1.0)
        self.conv('decoder.asr_res.0', (beside, hidden, 1))

    def snake_block(self, name, channels, kernel, dilations):
        for i in range(len(dilations)):
            for part in '12':
                self.conv(f'{name}.convs{part}.{i}', (channels, channels, kernel))
                self.adaptive_norm(f'{name}.adain{part}.{i}', channels, self.size['sound_style'])
                self.add(f'{name}.alpha{part}.{i}', (1, channels, 1), 0.2, 1.0)

    def generate(self):
        s, settings = self.size, self.config['istftnet']
        rates, channels, bins = settings['upsample_rates'], s['channels'], s['transform'] + 2
        self.linear('decoder.generator.m_source.l_linear', s['harmonics'], 1, 2.0)
        # With a bias, or noise before the first sound, the spectrum of the source has values of zero, whose phase is
        # anything.
        self.tensors['decoder.generator.m_source.l_linear.bias'].zero_()
        kinds = list(zip(settings['resblock_kernel_sizes'], settings['resblock_dilation_sizes']))
        for i, (rate, kernel) in enumerate(zip(rates, settings['upsample_kernel_sizes'])):
            name = 'decoder.generator.'
            inputs, outputs = channels[i], channels[i + 1]
            stride = math.prod(rates[i + 1:])
            last = i == len(rates) - 1
            self.conv(f'{name}ups.{i}', (inputs, outputs, kernel), taps=inputs * kernel // rate)
            self.conv(f'{name}noise_convs.{i}', (outputs, bins, 1 if last else 2 * stride), 0.5, norm=False)
            self.snake_block(f'{name}noise_res.{i}', outputs, 11 if last else 7, (1, 3, 5))
            for j, (size, dilations) in enumerate(kinds):
                self.snake_block(f'{name}resblocks.{i * len(kinds) + j}', outputs, size, dilations)
        self.conv('decoder.generator.conv_post', (bins, channels[-1], 7), 0.5)

    def make(self):
        self.bert()
        self.predictor()
        self.text_encoder()
        self.decoder()
        self.generate()
        return self.tensors
