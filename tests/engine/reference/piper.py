"""Writes a network as Piper publishes it: exported to ONNX in several spellings, or as a training checkpoint."""

import collections
import pathlib
import re
import unicodedata

import torch

import onnx_file

# Published name and that of the original implementation. {n} is any number, {f} one that the original doubles, {d} one
# that it doubles less one.
NAMES = [
    ('text_encoder.embed_tokens.', 'enc_p.emb.'),
    ('text_encoder.encoder.layers.{n}.attention.emb_rel_', 'enc_p.encoder.attn_layers.{n}.emb_rel_'),
    ('text_encoder.encoder.layers.{n}.attention.out_proj.', 'enc_p.encoder.attn_layers.{n}.conv_o.'),
    ('text_encoder.encoder.layers.{n}.attention.q_proj.', 'enc_p.encoder.attn_layers.{n}.conv_q.'),
    ('text_encoder.encoder.layers.{n}.attention.k_proj.', 'enc_p.encoder.attn_layers.{n}.conv_k.'),
    ('text_encoder.encoder.layers.{n}.attention.v_proj.', 'enc_p.encoder.attn_layers.{n}.conv_v.'),
    ('text_encoder.encoder.layers.{n}.layer_norm.', 'enc_p.encoder.norm_layers_1.{n}.'),
    ('text_encoder.encoder.layers.{n}.final_layer_norm.', 'enc_p.encoder.norm_layers_2.{n}.'),
    ('text_encoder.encoder.layers.{n}.feed_forward.', 'enc_p.encoder.ffn_layers.{n}.'),
    ('text_encoder.project.', 'enc_p.proj.'),
    ('duration_predictor.flows.0.translate', 'dp.flows.0.m'),
    ('duration_predictor.flows.0.log_scale', 'dp.flows.0.logs'),
    ('duration_predictor.flows.{d}.conv_pre.', 'dp.flows.{d}.pre.'),
    ('duration_predictor.flows.{d}.conv_proj.', 'dp.flows.{d}.proj.'),
    ('duration_predictor.flows.{d}.conv_dds.convs_dilated.', 'dp.flows.{d}.convs.convs_sep.'),
    ('duration_predictor.flows.{d}.conv_dds.convs_pointwise.', 'dp.flows.{d}.convs.convs_1x1.'),
    ('duration_predictor.flows.{d}.conv_dds.', 'dp.flows.{d}.convs.'),
    ('duration_predictor.conv_dds.convs_dilated.', 'dp.convs.convs_sep.'),
    ('duration_predictor.conv_dds.convs_pointwise.', 'dp.convs.convs_1x1.'),
    ('duration_predictor.conv_dds.', 'dp.convs.'),
    ('duration_predictor.conv_pre.', 'dp.pre.'),
    ('duration_predictor.conv_proj.', 'dp.proj.'),
    ('duration_predictor.', 'dp.'),
    ('flow.flows.{f}.conv_pre.', 'flow.flows.{f}.pre.'),
    ('flow.flows.{f}.conv_post.', 'flow.flows.{f}.post.'),
    ('flow.flows.{f}.wavenet.', 'flow.flows.{f}.enc.'),
    ('decoder.upsampler.', 'dec.ups.'),
    ('decoder.', 'dec.'),
    ('embed_speaker.', 'emb_g.'),
]


def original_name(published):
    for pattern, replacement in NAMES:
        found = re.match(re.sub(r'\\\{[nfd]\\\}', r'(\\d+)', re.escape(pattern)), published)
        if found:
            index = int(found.group(1)) if found.groups() else 0
            start = replacement.format(n=index, f=2 * index, d=2 * index - 1)
            name = start + published[found.end():]
            if 'norm' in name:
                name = re.sub(r'weight$', 'gamma', re.sub(r'bias$', 'beta', name))
            return name
    raise ValueError(published)


def original_tensors(published):
    """Attention's projections are convolutions of width 1 there."""
    tensors = {}
    for name, value in published.items():
        projection = '.attention.' in name and name.endswith('_proj.weight')
        tensors[original_name(name)] = value[:, :, None] if projection else value
    return tensors


class Export:
    """Collects what an exporter writes. `options`:

    anonymous   what the exporter calls tensors that it computed in advance: 'onnx::Conv_{}', 'val_{}', '{}'
    scopes      where nodes carry the modules' names: 'name', 'metadata', or not at all
    merge       equal tensors are kept once: 'identity' (with Identity nodes for the others), 'silent', or not at all
    affine      how exp(-logs) is written: 'negated' (before Exp), 'factor' (all of it) or 'whole' (nothing in advance)
    fold        weight normalisation is computed in advance
    """

    def __init__(self, config, tensors, options):
        self.config, self.options = config, options
        self.source = original_tensors(tensors)
        self.tensors, self.nodes, self.aliases = {}, [], []
        self.names = {}  # of a tensor of the original, in the graph

    def anonymous(self):
        return self.options['anonymous'].format(1000 + 3 * len(self.tensors))

    def add(self, operation, layer, inputs, outputs=None, attributes=None):
        scopes = None
        name = f'{operation}_{len(self.nodes)}'
        if self.options['scopes'] == 'name':  # numbers stay with the word before them
            name = '/' + re.sub(r'\.(?!\d)', '/', layer) + '/' + operation
        elif self.options['scopes'] == 'metadata':
            parts = layer.split('.')
            scopes = [''] + ['.'.join(parts[:i + 1]) for i in range(len(parts))] + [operation.lower()]
        self.nodes.append(onnx_file.node(operation, name, inputs, outputs or [f'y{len(self.nodes)}'], attributes, scopes))

    def keep(self, name, value):
        """Puts a tensor into the file; returns what nodes call it."""
        equal = [other for other, kept in self.tensors.items()
                 if self.options['merge'] and kept.shape == value.shape and torch.equal(kept, value)]
        if equal and self.options['merge'] == 'silent':
            return equal[0]
        if equal:
            self.aliases.append(onnx_file.node('Identity', f'Identity_{len(self.aliases)}', [equal[0]], [name]))
            return name
        self.tensors[name] = value
        return name

    def weight(self, layer):
        for g, v in ('.weight_g', '.weight_v'), ('.parametrizations.weight.original0',
                                                 '.parametrizations.weight.original1'):
            if layer + g not in self.source:
                continue
            length, direction = self.source[layer + g], self.source[layer + v]
            if self.options['fold']:
                rows = direction.flatten(1).norm(dim=1).view(-1, 1, 1)
                return self.keep(self.anonymous(), direction / rows * length)
            return f'/{self.keep(layer + g, length)}*{self.keep(layer + v, direction)}'
        return self.keep(layer + '.weight', self.source[layer + '.weight'])

    def convolution(self, layer, operation='Conv', dilation=1, stride=1, groups=1):
        kernel = next(value for name, value in self.source.items()
                      if name.startswith(layer + '.') and value.dim() == 3 and not name.endswith(('_g', 'original0')))
        inputs = [f'x{len(self.nodes)}', self.weight(layer)]
        if layer + '.bias' in self.source:
            inputs.append(self.keep(layer + '.bias', self.source[layer + '.bias']))
        self.add(operation, layer, inputs, attributes={
            'dilations': [dilation], 'group': groups, 'kernel_shape': [kernel.shape[2]], 'strides': [stride]})

    def norm(self, layer):
        scale = self.keep(layer + '.gamma', self.source[layer + '.gamma'])
        shift = self.keep(layer + '.beta', self.source[layer + '.beta'])
        if self.options['merge'] == 'silent':
            self.add('LayerNormalization', layer, [f'x{len(self.nodes)}', scale, shift])
            return
        for operation, name in ('Mul', scale), ('Add', shift):
            self.add(operation, layer, [f'x{len(self.nodes)}', name])

    def affine(self):
        shift = self.keep('dp.flows.0.m', self.source['dp.flows.0.m'])
        logs = self.source['dp.flows.0.logs']
        self.add('Sub', 'dp.flows.0', ['x', shift], ['difference'])
        factor = 'factor'
        if self.options['affine'] == 'factor':
            factor = self.keep(self.anonymous(), (-logs).exp())
        elif self.options['affine'] == 'negated':
            negated = self.keep(self.anonymous().replace('Conv', 'Exp'), -logs)
            self.add('Exp', 'dp.flows.0', [negated], [factor])
        else:
            self.add('Neg', 'dp.flows.0', [self.keep('dp.flows.0.logs', logs)], ['negated'])
            self.add('Exp', 'dp.flows.0', ['negated'], [factor])
        self.add('Mul', 'dp.flows.0', ['difference', factor], ['z'])

    def layers(self):
        """The layers in the order of the graph; the dilation of what keeps the length, the rate of what stretches."""
        found = dict.fromkeys(re.sub(r'\.(weight|bias|weight_[gv]|gamma|beta|parametrizations\..*)$', '', name)
                              for name in self.source)
        kinds = self.config['resblock_dilation_sizes']
        for layer in found:
            parts = layer.split('.')
            if parts[0] == 'emb_g' or layer == 'enc_p.emb' or layer.startswith(('dp.flows.0', 'dp.flows.1.', 'enc_q.')):
                continue
            if 'emb_rel_' in layer:
                self.keep(layer, self.source[layer])
            elif 'norm' in layer:
                self.norm(layer)
            elif layer.startswith('dec.ups.'):
                self.convolution(layer, 'ConvTranspose', stride=self.config['upsample_rates'][int(parts[2])])
            elif layer.startswith('dec.resblocks.') and parts[3] != 'convs2':
                self.convolution(layer, dilation=kinds[int(parts[2]) % len(kinds)][int(parts[4])])
            elif 'convs_sep' in layer:
                self.convolution(layer, dilation=self.config.get('duration_predictor_kernel_size', 3) ** int(parts[-1]),
                                 groups=self.config['hidden_size'])
            elif '.enc.in_layers.' in layer:
                self.convolution(layer, dilation=self.config.get('wavenet_dilation_rate', 1) ** int(parts[-1]))
            else:
                self.convolution(layer)

    def write(self, path):
        single = 'emb_g.weight' not in self.source
        table = 'sid' if single and self.options['anonymous'] != 'val_{}' else 'enc_p.emb.weight'
        self.tensors[table] = self.source['enc_p.emb.weight']
        self.add('Gather', 'enc_p.emb', [table, 'input'])
        if not single:
            self.tensors['emb_g.weight'] = self.source['emb_g.weight']
            self.add('Gather', 'emb_g', ['emb_g.weight', 'sid'])
        size = onnx_file.tensor('', torch.tensor([1, 2]))
        self.nodes.append(onnx_file.node('Constant', '/Constant', [], ['/Constant_output_0'], {'value': size}))
        self.layers()
        if 'dp.flows.0.m' in self.source:
            self.affine()
        inputs = ['input', 'input_lengths', 'scales'] + ([] if single else ['sid'])
        onnx_file.write(path, self.aliases + self.nodes, self.tensors, inputs, self.options.get('spelling', 'raw'))


def write_checkpoint(path, config, tensors):
    """As Lightning saves it: the model among everything else that training needs."""
    state = collections.OrderedDict(('model_g.' + name, value) for name, value in original_tensors(tensors).items())
    state['model_g.enc_q.pre.weight'] = torch.ones(4, 3, 1)
    state['model_d.discriminators.0.convs.0.weight_g'] = torch.ones(2, 1, 1)
    parameters = {'resblock': config['resblock'], 'upsample_rates': tuple(config['upsample_rates']),
                  'upsample_kernel_sizes': tuple(config['upsample_kernel_sizes']),
                  'resblock_dilation_sizes': tuple(map(tuple, config['resblock_dilation_sizes'])),
                  'dataset': [pathlib.PosixPath('/data/train.jsonl')], 'seed': 2 ** 70, 'weights': None}
    optimizer = {'state': {0: {'step': 3, 'exp_avg': torch.ones(2, 3).t()}}, 'param_groups': [{'betas': (0.8, 0.99)}]}
    torch.save({'epoch': 3, 'pytorch-lightning_version': '1.9', 'state_dict': state, 'hyper_parameters': parameters,
                'optimizer_states': [optimizer], 'lr_schedulers': [], 'loops': {'done': {1, 2}}}, path)


def voice(case):
    """The JSON file beside the network."""
    config, symbols = case['config'], case['vocabulary']
    hop = 1
    for rate in config['upsample_rates']:
        hop *= rate
    speakers = config.get('num_speakers', 1)
    return {'audio': {'sample_rate': config['sampling_rate'], 'quality': 'tiny'}, 'espeak': {'voice': 'en-us'},
            'language': {'code': 'en_GB'}, 'dataset': 'tiny',
            'inference': {'noise_scale': config['noise_scale'], 'length_scale': 1.25,
                          'noise_w': config.get('noise_scale_duration', 0.0)},
            'phoneme_type': case['phoneme_type'], 'phoneme_map': case.get('phoneme_map', {}),
            'phoneme_id_map': {symbol: [i] for symbol, i in symbols.items()}, 'num_symbols': config['vocab_size'],
            'num_speakers': speakers, 'speaker_id_map': {f'p{i + 1}': i for i in range(speakers)} if speakers > 1 else {},
            'hop_length': hop}


def token_ids(text, description):
    table, replaced = description['phoneme_id_map'], description['phoneme_map']
    ids = table['^'] + table['_']
    for character in unicodedata.normalize('NFD', text):
        if description['phoneme_type'] == 'text' and character not in table and character not in replaced:
            character = character.lower()
        for symbol in replaced.get(character, [character]):
            if symbol in table and symbol not in ('^', '_', '$'):
                ids = ids + table[symbol] + table['_']
    return ids + table['$']
