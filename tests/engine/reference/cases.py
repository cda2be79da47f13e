"""The cases: each covers what the others and the published checkpoints leave out. See make_fixtures.py."""

import torch

import weights


def scales(noise, duration=None, rate=1.0):
    values = {'noise_scale': noise, 'speaking_rate': rate}
    return values if duration is None else {**values, 'noise_scale_duration': duration}


def run(name, ids, run_scales, speaker=None):
    """`speaker` is a number, or the share of each speaker in a blend."""
    description = {'name': name, 'ids': ids, 'scales': run_scales}
    kind = 'speaker_shares' if isinstance(speaker, list) else 'speaker_id'
    return description if speaker is None else {**description, kind: speaker}


def vocabulary(symbols):
    return {symbol: i for i, symbol in enumerate(symbols)}


def tokenizer(**changes):
    return {'add_blank': True, 'is_uroman': False, 'language': None, 'normalize': True, 'phonemize': False,
            'tokenizer_class': 'VitsTokenizer', **changes}


PLAIN_SMALL = {
    'description': 'deterministic durations with kernel 5, no weight norm anywhere, flow_size 18 (an odd half) != '
                   'hidden 16, window 2, 4 heads, even feed-forward kernel, two dilations, own epsilon and slope',
    'seed': 101,
    'config': {
        'model_type': 'vits', 'vocab_size': 30, 'hidden_size': 16, 'num_hidden_layers': 3, 'num_attention_heads': 4,
        'window_size': 2, 'ffn_dim': 20, 'ffn_kernel_size': 4, 'hidden_act': 'relu', 'layer_norm_eps': 1e-2,
        'flow_size': 18, 'use_stochastic_duration_prediction': False, 'duration_predictor_kernel_size': 5,
        'duration_predictor_filter_channels': 12, 'prior_encoder_num_flows': 3,
        'prior_encoder_num_wavenet_layers': 2, 'wavenet_kernel_size': 3, 'wavenet_dilation_rate': 1,
        'upsample_initial_channel': 17, 'upsample_rates': [8, 4, 4], 'upsample_kernel_sizes': [16, 8, 8],
        'resblock_kernel_sizes': [3, 5], 'resblock_dilation_sizes': [[1, 2], [2, 6]], 'leaky_relu_slope': 0.2,
        'num_speakers': 1, 'speaker_embedding_size': 0, 'noise_scale': 0.5, 'speaking_rate': 1.0,
        'sampling_rate': 16000},
    'log_duration': 0.9,
    'vocabulary': vocabulary("k abcdefghijlmnopqrstuvwxyz'-A"),
    'tokenizer': tokenizer(),
    'texts': ['Hello world', 'kk', 'a  b', ' An Apple, a day! ', "AaA-'k"],
    'runs': [run('zero', 13, scales(0.0, rate=1.4)), run('noisy', 11, scales(0.5, rate=1.2))],
}

STOCHASTIC_BF16 = {
    'description': 'stochastic durations with 3 flows of 6 bins, bound 2.5, kernel 5 and 2 separable layers; BF16 '
                   'weights and F64 norms; dilation rate 2 in the WaveNets; noise beyond the bound of the splines; '
                   'tensors that only training needs; no blanks',
    'seed': 202,
    'config': {
        'model_type': 'vits', 'vocab_size': 20, 'hidden_size': 16, 'num_hidden_layers': 2, 'num_attention_heads': 2,
        'window_size': 3, 'ffn_dim': 24, 'ffn_kernel_size': 1, 'flow_size': 16,
        'use_stochastic_duration_prediction': True, 'duration_predictor_num_flows': 3,
        'duration_predictor_flow_bins': 6, 'duration_predictor_tail_bound': 2.5, 'duration_predictor_kernel_size': 5,
        'depth_separable_num_layers': 2, 'prior_encoder_num_flows': 2, 'prior_encoder_num_wavenet_layers': 3,
        'wavenet_kernel_size': 5, 'wavenet_dilation_rate': 2, 'upsample_initial_channel': 16,
        'upsample_rates': [5, 4, 2], 'upsample_kernel_sizes': [11, 8, 4], 'resblock_kernel_sizes': [3, 7],
        'resblock_dilation_sizes': [[1, 3, 5], [1, 3]], 'num_speakers': 1, 'speaker_embedding_size': 8,
        'noise_scale': 0.667, 'noise_scale_duration': 0.8, 'sampling_rate': 22050},
    'log_duration': 0.9,
    'dtype': lambda name: torch.float64 if 'norm' in name else torch.bfloat16,
    'weight_norm': weights.WAVENET,
    'weight_norm_names': ('.parametrizations.weight.original0', '.parametrizations.weight.original1'),
    'training_only': True,
    'vocabulary': vocabulary('_ abcdefghijklmnopqr'),
    'tokenizer': tokenizer(add_blank=False, normalize=False, pad_token='_'),
    'texts': ['abc def', 'ABC', '  q  ', ''],
    'runs': [run('zero', 15, scales(0.0, 0.0)), run('noisy', 15, scales(0.667, 0.8)),
             run('wild', 25, scales(1.0, 1.8, 1.3)), run('one', 1, scales(0.667, 0.8))],
}

SPEAKERS = {
    'description': 'three speakers with stochastic durations; weight_g and weight_v in the decoder, the WaveNets and '
                   "the flow's other convolutions, as fine-tuning leaves them; phonemes in; config.json without "
                   'what equals the defaults',
    'seed': 303,
    'config': {
        'model_type': 'vits', 'vocab_size': 24, 'hidden_size': 12, 'num_hidden_layers': 2, 'ffn_dim': 16,
        'flow_size': 8, 'prior_encoder_num_flows': 4, 'prior_encoder_num_wavenet_layers': 2,
        'upsample_initial_channel': 8, 'upsample_rates': [4, 4, 2], 'upsample_kernel_sizes': [8, 8, 4],
        'num_speakers': 3, 'speaker_embedding_size': 6},
    'log_duration': 0.8,
    'weight_norm': weights.EVERYWHERE,
    'weight_norm_names': ('.weight_g', '.weight_v'),
    'vocabulary': vocabulary('_ .,!hɛəlˈoʊwɜːdtʃaɪðsnm'),
    'tokenizer': tokenizer(phonemize=True, language='en-us', pad_token='_'),
    'texts': ['həlˈoʊ wˈɜːld.', 'ðɪs, a!', '!'],
    'runs': [run('first', 14, scales(0.0, 0.0), 0), run('last', 14, scales(0.0, 0.0), 2),
             run('noisy', 17, scales(0.667, 0.8, 1.1), 1),
             run('blend', 13, scales(0.667, 0.8), [0.125, 0.25, 0.625])],
}

LENGTHS = {
    'description': 'inputs of 1, 2, 7 and 150 symbols with a window of 10, at half and double speed; two speakers with '
                   'deterministic durations; one head, one stage, one WaveNet layer',
    'seed': 404,
    'config': {
        'model_type': 'vits', 'vocab_size': 28, 'hidden_size': 10, 'num_hidden_layers': 2, 'num_attention_heads': 1,
        'window_size': 10, 'ffn_dim': 16, 'flow_size': 6, 'use_stochastic_duration_prediction': False,
        'duration_predictor_filter_channels': 10, 'prior_encoder_num_flows': 1,
        'prior_encoder_num_wavenet_layers': 1, 'wavenet_kernel_size': 3, 'upsample_initial_channel': 12,
        'upsample_rates': [6], 'upsample_kernel_sizes': [12], 'resblock_kernel_sizes': [3],
        'resblock_dilation_sizes': [[1]], 'num_speakers': 2, 'speaker_embedding_size': 4, 'noise_scale': 0.3,
        'speaking_rate': 0.9, 'sampling_rate': 24000},
    'log_duration': 0.5,
    'weight_norm': weights.EVERYWHERE,
    'weight_norm_names': ('.parametrizations.weight.original0', '.parametrizations.weight.original1'),
    'vocabulary': vocabulary('| abcdefghijklmnopqrstuvwxyz'),
    'tokenizer': tokenizer(pad_token='|'),
    'texts': ['a|b', 'Zebra'],
    'runs': [run('seven', 7, scales(0.3), 1), run('one', 1, scales(0.3), 0), run('two', 2, scales(0.0), 1),
             run('long_slow', 150, scales(0.3, rate=0.5), 0), run('long_fast', 150, scales(0.0, rate=2.0), 1),
             run('one_slow', 1, scales(0.0, rate=0.5), 1),
             run('one_fast', 1, scales(0.3, rate=2.0), 1)],
}

BIN = {
    'description': 'pytorch_model.bin in place of model.safetensors, names begin with "module.", tensors in several types '
                   'and some that do not lie in order; weight normalisation in two spellings',
    'seed': 505,
    'file': 'pytorch_model.bin',
    'config': {
        'model_type': 'vits', 'vocab_size': 22, 'hidden_size': 12, 'num_hidden_layers': 1, 'num_attention_heads': 2,
        'ffn_dim': 16, 'flow_size': 8, 'use_stochastic_duration_prediction': False,
        'duration_predictor_filter_channels': 10, 'prior_encoder_num_flows': 2,
        'prior_encoder_num_wavenet_layers': 2, 'upsample_initial_channel': 8, 'upsample_rates': [4, 2],
        'upsample_kernel_sizes': [8, 4], 'resblock_kernel_sizes': [3], 'resblock_dilation_sizes': [[1, 3]],
        'num_speakers': 1, 'speaker_embedding_size': 0, 'sampling_rate': 16000},
    'log_duration': 0.8,
    'dtype': lambda name: torch.float16 if 'decoder' in name else torch.float64 if 'norm' in name else torch.float32,
    'weight_norm': weights.EVERYWHERE,
    'weight_norm_names': ('.weight_g', '.weight_v'),
    'vocabulary': vocabulary('_ abcdefghijklmnopqrs'),
    'tokenizer': tokenizer(pad_token='_'),
    'texts': ['a bad cab'],
    'runs': [run('zero', 9, scales(0.0)), run('noisy', 7, scales(0.667))],
}

PIPER_SYMBOLS = ['_', '^', '$', ' ', '!', ',', '.', '?', 'a', 'b', 'c', 'd', 'e', 'h', 'l', 'o', 'ə', 'ˈ', 'ʊ', 'ː', 'aɪ',
                 '\u0327', '\u0303']

PIPER = {
    'vocab_size': 24, 'hidden_size': 12, 'num_hidden_layers': 2, 'num_attention_heads': 3, 'window_size': 3,
    'ffn_dim': 20, 'ffn_kernel_size': 3, 'flow_size': 10, 'prior_encoder_num_flows': 3,
    'prior_encoder_num_wavenet_layers': 2, 'wavenet_kernel_size': 5, 'duration_predictor_filter_channels': 14,
    'duration_predictor_flow_bins': 7, 'duration_predictor_num_flows': 3, 'resblock': '2',
    'upsample_initial_channel': 16, 'upsample_rates': [5, 3], 'upsample_kernel_sizes': [11, 9],
    'resblock_kernel_sizes': [3, 5], 'resblock_dilation_sizes': [[1, 2], [3, 4]], 'num_speakers': 1,
    'speaker_embedding_size': 0, 'noise_scale': 0.5, 'noise_scale_duration': 0.7, 'sampling_rate': 22050}


def piper(description, seed, config, options=None, **changes):
    return {'description': description, 'seed': seed, 'config': {**PIPER, **config}, 'log_duration': 0.8,
            'export': options, 'vocabulary': vocabulary(PIPER_SYMBOLS), 'phoneme_type': 'espeak',
            'texts': ['həlˈoʊ.', 'ça, aɪ!', '$^_', 'ÃX'], **changes}


PIPER_SINGLE = piper(
    'ONNX as PyTorch 1.13 exports it: anonymous folded weights, the embedding is called "sid", equal layer norms are kept '
    'once and named by Identity nodes; residual blocks of one convolution, rates that are not half of the kernels',
    606, {}, {'anonymous': 'onnx::Conv_{}', 'scopes': 'name', 'merge': 'identity', 'affine': 'negated', 'fold': True},
    weight_norm=weights.WAVENET, weight_norm_names=('.weight_g', '.weight_v'), plain_norms=('norms_1',),
    runs=[run('zero', 13, scales(0.0, 0.0)), run('noisy', 11, scales(0.5, 0.7, 0.8))])

PIPER_SPEAKERS = piper(
    'ONNX as newer exporters write it: modules in the metadata, computed tensors called val_N, equal tensors kept once, '
    'the factor of the affine flow computed in advance; F16 weights; three speakers; pairs of convolutions in the residual blocks; WaveNets that dilate',
    707, {'resblock': '1', 'num_speakers': 3, 'speaker_embedding_size': 6, 'wavenet_dilation_rate': 2,
          'resblock_dilation_sizes': [[1, 3, 5], [1, 2]]},
    {'anonymous': 'val_{}', 'scopes': 'metadata', 'merge': 'silent', 'affine': 'factor', 'fold': True},
    dtype=lambda name: torch.float32 if 'flow' in name else torch.float16, plain_norms=('norms_2', 'final_layer_norm'), plain_biases=('conv_post',),
    weight_norm=weights.WAVENET, weight_norm_names=('.parametrizations.weight.original0',
                                                    '.parametrizations.weight.original1'),
    runs=[run('first', 12, scales(0.0, 0.0), 0), run('noisy', 12, scales(0.5, 0.7), 2),
          run('blend', 12, scales(0.5, 0.7), [2 / 3, 1 / 3, 0.0])])

PIPER_MERGED = piper(
    'ONNX after an optimiser: equal layer norms are kept once without a word, so that only the modules tell; weights in '
    'lists of numbers; weight normalisation not computed in advance; deterministic durations; symbols are letters',
    808, {'use_stochastic_duration_prediction': False, 'duration_predictor_kernel_size': 5, 'upsample_rates': [4],
          'upsample_kernel_sizes': [8], 'num_hidden_layers': 3},
    {'anonymous': '{}', 'scopes': 'name', 'merge': 'silent', 'affine': 'whole', 'fold': False, 'spelling': 'packed'},
    weight_norm=weights.EVERYWHERE, weight_norm_names=('.weight_g', '.weight_v'),
    plain_norms=('layer_norm', 'duration_predictor.norm_'), phoneme_type='text',
    phoneme_map={'x': ['c', 'ˈ'], 'y': ['aɪ'], 'z': []}, texts=['Hello, Lea!', 'xyz', 'ÇA'],
    runs=[run('zero', 10, scales(0.0)), run('noisy', 10, scales(0.5))])

PIPER_CHECKPOINT = piper(
    'a training checkpoint: weight_g and weight_v everywhere, hyper-parameters with tuples, paths and None, an optimizer, '
    'a discriminator; two speakers',
    909, {'num_speakers': 2, 'speaker_embedding_size': 4}, weight_norm=weights.EVERYWHERE,
    weight_norm_names=('.weight_g', '.weight_v'),
    runs=[run('zero', 10, scales(0.0, 0.0), 1), run('noisy', 10, scales(0.5, 0.7), 0)])

ALL = {'plain_small': PLAIN_SMALL, 'stochastic_bf16': STOCHASTIC_BF16, 'speakers': SPEAKERS, 'lengths': LENGTHS,
       'pytorch_bin': BIN, 'piper_single': PIPER_SINGLE, 'piper_speakers': PIPER_SPEAKERS,
       'piper_merged': PIPER_MERGED, 'piper_checkpoint': PIPER_CHECKPOINT}
