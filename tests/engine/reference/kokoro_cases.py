"""The Kokoro cases: each covers what the others and the published checkpoint leave out. See make_kokoro.py."""

VOCABULARY = {symbol: i for i, symbol in enumerate(';:,.!?—…"()“” aAbdefhijkl', 1)} | {
    symbol: i for i, symbol in enumerate('mnopstuvzæðŋɑɔəɛɜɡɪɹʃʊʌʒʤʧˈˌːθᵊᵻOIWTQ', 30)}


def config(istftnet, plbert, **others):
    return {'istftnet': istftnet, 'vocab': VOCABULARY, 'plbert': plbert, **others}


PUBLISHED_RATES = {
    'description': 'upsampling, transform and file format as published, everything else narrow: a .pth of nested '
                   'dictionaries with weight_g and weight_v, different sizes of the two styles, 3 harmonics, '
                   'two layers where three are usual',
    'seed': 1,
    'config': config({'upsample_rates': [10, 6], 'upsample_kernel_sizes': [20, 12], 'gen_istft_hop_size': 5,
                      'gen_istft_n_fft': 20, 'resblock_kernel_sizes': [7], 'upsample_initial_channel': 8,
                      'resblock_dilation_sizes': [[1, 3]]},
                     {'num_attention_heads': 2, 'num_hidden_layers': 2, 'hidden_size': 8, 'intermediate_size': 12}),
    'size': {'hidden': 8, 'bert': 8, 'embedding': 6, 'feed_forward': 12, 'sound_style': 6, 'prosody_style': 4,
             'width': 10, 'beside': 3, 'channels': (8, 5, 4), 'transform': 20, 'harmonics': 3, 'longest': 7,
             'duration_bias': -1.2, 'duration_layers': 2, 'text_layers': 2, 'text_kernel': 3, 'decode': 1,
             'symbols': 80, 'positions': 40, 'extras': True},
    'format': 'pth',
    'voices': ('af_one', 'af_two'),
    'lengths': 12,
    'runs': [{'name': 'word', 'phonemes': 'I', 'voice': 'af_two', 'speed': 3.0}],
}

ONE_STAGE = {
    'description': 'one upsampling stage, ALBERT with two groups of two layers and its own epsilon, norms of their own '
                   'in the adaptive norms, weight norm spelled as parametrizations, the first curve block doubles, '
                   'one harmonic, 16 kHz, safetensors with the names of a model that was wrapped twice',
    'seed': 2,
    'config': config({'upsample_rates': [8], 'upsample_kernel_sizes': [16], 'gen_istft_hop_size': 2,
                      'gen_istft_n_fft': 8, 'resblock_kernel_sizes': [5], 'upsample_initial_channel': 12,
                      'resblock_dilation_sizes': [[1, 2]]},
                     {'num_attention_heads': 3, 'num_hidden_layers': 4, 'hidden_size': 12, 'intermediate_size': 9,
                      'layer_norm_eps': 1e-3}, sampling_rate=16000),
    'size': {'hidden': 10, 'bert': 12, 'embedding': 4, 'feed_forward': 9, 'sound_style': 3, 'prosody_style': 3,
             'width': 6, 'beside': 2, 'channels': (12, 6), 'transform': 8, 'harmonics': 1, 'longest': 12,
             'duration_bias': -1.5, 'groups': 2, 'inner': 2, 'decode': 1, 'curve_blocks': ('double', 'same'),
             'norms': True, 'spelling': 'parametrizations', 'symbols': 75, 'positions': 30},
    'format': 'safetensors',
    'prefix': 'model.module.',
    'voices': ('bm_one',),
    'lengths': 30,
    'runs': [{'name': 'clause', 'phonemes': 'ðə‿kˈæt.', 'voice': 'bm_one', 'speed': 1.0},
             {'name': 'slow', 'phonemes': 'ˈæ', 'voice': 'bm_one', 'speed': 0.5}],
}

THREE_STAGES = {
    'description': 'three upsampling stages with odd rates, F16 weights without weight norm, 12 harmonics, a hop that '
                   'is a third of the transform, one duration layer, four curve blocks',
    'seed': 12,
    'config': config({'upsample_rates': [2, 3, 2], 'upsample_kernel_sizes': [4, 5, 4], 'gen_istft_hop_size': 4,
                      'gen_istft_n_fft': 12, 'resblock_kernel_sizes': [3, 5], 'upsample_initial_channel': 10,
                      'resblock_dilation_sizes': [[1], [2]]},
                     {'num_attention_heads': 1, 'num_hidden_layers': 3, 'hidden_size': 6, 'intermediate_size': 8}),
    'size': {'hidden': 12, 'bert': 6, 'embedding': 5, 'feed_forward': 8, 'sound_style': 8, 'prosody_style': 8,
             'width': 8, 'beside': 4, 'channels': (10, 7, 5, 4), 'transform': 12, 'harmonics': 12, 'longest': 6,
             'duration_bias': -1.0, 'duration_layers': 1, 'text_layers': 1, 'decode': 0,
             'curve_blocks': ('same', 'same', 'double', 'same'), 'spelling': 'plain', 'symbols': 75, 'positions': 60},
    'format': 'safetensors',
    'half': True,
    'voices': ('zf_one',),
    'lengths': 20,
    'runs': [{'name': 'sentence', 'phonemes': 'wˈʌn tˈu?', 'voice': 'zf_one', 'speed': 1.3}],
}

ALL = {'kokoro_published_rates': PUBLISHED_RATES, 'kokoro_one_stage': ONE_STAGE, 'kokoro_three_stages': THREE_STAGES}
