"""The cases: each covers what the others and the published checkpoints leave out. See make_fixtures.py."""

import torch

import weights


def scales(noise, duration=None, rate=1.0):
    values = {'noise_scale': noise, 'speaking_rate': rate}
    return values if duration is None else {**values, 'noise_scale_duration': duration}


def run(name, ids, run_scales, speaker=None):
    description = {'name': name, 'ids': ids, 'scales': run_scales}
    return description if speaker is None else {**description, 'speaker_id': speaker}


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
             run('noisy', 17, scales(0.667, 0.8, 1.1), 1)],
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

ALL = {'plain_small': PLAIN_SMALL, 'stochastic_bf16': STOCHASTIC_BF16, 'speakers': SPEAKERS, 'lengths': LENGTHS}
