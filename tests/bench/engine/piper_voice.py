"""VITS with random weights as Piper publishes it, for torch.onnx.export: piper_voice.py FOLDER

Writes for each of the published sizes FOLDER/SIZE/voice.onnx and voice.onnx.json (the whole voice), and
FOLDER/SIZE.decoder.onnx with the same decoder alone. The parameters have the names of Piper's exports.

Follows Kim, Kong and Son, "Conditional Variational Autoencoder with Adversarial Learning for End-to-End
Text-to-Speech" (2021), and the papers that it builds on (see tests/engine/reference/vits.py).
"""

import json
import math
import sys
import warnings
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

HIDDEN, HEADS, WINDOW, FILTER, LAYERS = 192, 2, 4, 768, 6
SYMBOLS = 256
SIZES = {
    # The built-in voice's decoder, at Piper's other dimensions.
    'small': {'rate': 16000, 'channels': 128, 'rates': (8, 4, 4), 'kernels': (16, 8, 8), 'blocks': 'pairs',
              'block_kernels': (3, 7), 'dilations': ((1, 3),) * 2},
    'medium': {'rate': 22050, 'channels': 256, 'rates': (8, 8, 4), 'kernels': (16, 16, 8), 'blocks': 'single',
               'block_kernels': (3, 5, 7), 'dilations': ((1, 2), (2, 6), (3, 12))},
    # The same as MMS and LJS.
    'high': {'rate': 22050, 'channels': 512, 'rates': (8, 8, 2, 2), 'kernels': (16, 16, 4, 4), 'blocks': 'pairs',
             'block_kernels': (3, 7, 11), 'dilations': ((1, 3, 5),) * 3},
}


class Norm(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.gamma = nn.Parameter(torch.ones(channels))
        self.beta = nn.Parameter(torch.zeros(channels))

    def forward(self, x):
        return F.layer_norm(x.transpose(1, 2), (self.gamma.numel(),), self.gamma, self.beta).transpose(1, 2)


class Attention(nn.Module):
    def __init__(self):
        super().__init__()
        for name in 'q', 'k', 'v', 'o':
            setattr(self, 'conv_' + name, nn.Conv1d(HIDDEN, HIDDEN, 1))
        size = HIDDEN // HEADS
        self.emb_rel_k = nn.Parameter(torch.randn(1, 2 * WINDOW + 1, size) * size ** -0.5)
        self.emb_rel_v = nn.Parameter(torch.randn(1, 2 * WINDOW + 1, size) * size ** -0.5)

    def forward(self, x):
        size = HIDDEN // HEADS
        length = x.size(2)
        q, k, v = ((getattr(self, 'conv_' + name)(x)).view(HEADS, size, length).transpose(1, 2) for name in 'qkv')
        places = torch.arange(length)
        distance = places.unsqueeze(0) - places.unsqueeze(1)
        near = distance.abs() <= WINDOW
        column = (distance + WINDOW).clamp(0, 2 * WINDOW).unsqueeze(0).expand(HEADS, length, length)
        q = q / math.sqrt(size)
        relative = (q @ self.emb_rel_k[0].t()).gather(2, column)
        share = (q @ k.transpose(1, 2) + torch.where(near, relative, torch.zeros(()))).softmax(2)
        target = places.unsqueeze(1) + torch.arange(-WINDOW, WINDOW + 1).unsqueeze(0)
        inside = (target >= 0) & (target < length)
        target = torch.minimum(target.clamp(min=0), places[-1:])
        near_share = share.gather(2, target.unsqueeze(0).expand(HEADS, length, 2 * WINDOW + 1))
        mixed = share @ v + torch.where(inside, near_share, torch.zeros(())) @ self.emb_rel_v[0]
        return self.conv_o(mixed.transpose(1, 2).reshape(1, HIDDEN, length))


class FeedForward(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv_1 = nn.Conv1d(HIDDEN, FILTER, 3, padding=1)
        self.conv_2 = nn.Conv1d(FILTER, HIDDEN, 3, padding=1)

    def forward(self, x):
        return self.conv_2(F.relu(self.conv_1(x)))


class Transformer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn_layers = nn.ModuleList(Attention() for _ in range(LAYERS))
        self.norm_layers_1 = nn.ModuleList(Norm(HIDDEN) for _ in range(LAYERS))
        self.ffn_layers = nn.ModuleList(FeedForward() for _ in range(LAYERS))
        self.norm_layers_2 = nn.ModuleList(Norm(HIDDEN) for _ in range(LAYERS))

    def forward(self, x):
        for attend, first, feed, second in zip(self.attn_layers, self.norm_layers_1, self.ffn_layers,
                                               self.norm_layers_2):
            x = first(x + attend(x))
            x = second(x + feed(x))
        return x


class TextEncoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.emb = nn.Embedding(SYMBOLS, HIDDEN)
        nn.init.normal_(self.emb.weight, 0, HIDDEN ** -0.5)
        self.encoder = Transformer()
        self.proj = nn.Conv1d(HIDDEN, 2 * HIDDEN, 1)

    def forward(self, ids):
        x = self.encoder(self.emb(ids).transpose(1, 2) * math.sqrt(HIDDEN))
        return x, *self.proj(x).split(HIDDEN, 1)


class Separable(nn.Module):
    def __init__(self):
        super().__init__()
        dilations = 1, 3, 9
        self.convs_sep = nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 3, groups=HIDDEN, dilation=d, padding=d)
                                       for d in dilations)
        self.convs_1x1 = nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 1) for _ in dilations)
        self.norms_1 = nn.ModuleList(Norm(HIDDEN) for _ in dilations)
        self.norms_2 = nn.ModuleList(Norm(HIDDEN) for _ in dilations)

    def forward(self, x):
        for depth, point, first, second in zip(self.convs_sep, self.convs_1x1, self.norms_1, self.norms_2):
            x = x + F.gelu(second(point(F.gelu(first(depth(x))))))
        return x


def inverse_spline(y, widths, heights, derivatives, bound=5.0):
    """Durkan et al., "Neural Spline Flows" (2019), equations 6 to 8; the bins are the last dimension."""
    bins = widths.size(-1)

    def edges(sizes):
        sizes = 1e-3 + (1 - 1e-3 * bins) * sizes.softmax(-1)
        inner = sizes.cumsum(-1)[..., :-1] * 2 * bound - bound
        edge = torch.full_like(inner[..., :1], bound)
        return torch.cat((-edge, inner, edge), -1)

    x_edges, y_edges = edges(widths), edges(heights)
    one = torch.full_like(derivatives[..., :1], math.log(math.exp(1 - 1e-3) - 1))
    slopes = 1e-3 + F.softplus(torch.cat((one, derivatives, one), -1))
    inside = y.clamp(-bound, bound)
    at = ((inside.unsqueeze(-1) >= y_edges).sum(-1, keepdim=True) - 1).clamp(0, bins - 1)

    def pick(values, offset=0):
        return values.gather(-1, at + offset).squeeze(-1)

    width, height = pick(x_edges, 1) - pick(x_edges), pick(y_edges, 1) - pick(y_edges)
    mean = height / width
    excess = pick(slopes) + pick(slopes, 1) - 2 * mean
    rise = inside - pick(y_edges)
    a, b, c = rise * excess + height * (mean - pick(slopes)), height * pick(slopes) - rise * excess, -mean * rise
    root = 2 * c / (-b - (b * b - 4 * a * c).clamp(min=0).sqrt())
    return torch.where((y >= -bound) & (y <= bound), root * width + pick(x_edges), y)


class SplineFlow(nn.Module):
    BINS = 10

    def __init__(self):
        super().__init__()
        self.pre = nn.Conv1d(1, HIDDEN, 1)
        self.convs = Separable()
        self.proj = nn.Conv1d(HIDDEN, 3 * self.BINS - 1, 1)

    def forward(self, x, condition):
        first, second = x.split(1, 1)
        p = self.proj(self.convs(self.pre(first) + condition)).transpose(1, 2).unsqueeze(1)
        widths, heights, derivatives = p.split((self.BINS, self.BINS, self.BINS - 1), -1)
        scale = math.sqrt(HIDDEN)
        return torch.cat((first, inverse_spline(second, widths / scale, heights / scale, derivatives)), 1)


class Affine(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = nn.Parameter(torch.tensor([[1.6], [0.0]]))
        self.logs = nn.Parameter(torch.tensor([[0.7], [0.1]]))


class Durations(nn.Module):
    def __init__(self):
        super().__init__()
        self.pre = nn.Conv1d(HIDDEN, HIDDEN, 1)
        self.proj = nn.Conv1d(HIDDEN, HIDDEN, 1)
        self.convs = Separable()
        # The original places a flip, which has no parameters, behind each flow.
        self.flows = nn.ModuleList((Affine(), SplineFlow(), nn.Identity(), SplineFlow(), nn.Identity(), SplineFlow(),
                                    nn.Identity(), SplineFlow(), nn.Identity()))

    def forward(self, x, scale):
        condition = self.proj(self.convs(self.pre(x)))
        z = torch.randn_like(x[:, :2]) * scale
        for i in 7, 5, 3:
            z = self.flows[i](z.flip(1), condition)
        z = z.flip(1)
        return ((z - self.flows[0].m) * torch.exp(-self.flows[0].logs))[:, :1]


class WaveNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.in_layers = nn.ModuleList(nn.Conv1d(HIDDEN, 2 * HIDDEN, 5, padding=2) for _ in range(4))
        self.res_skip_layers = nn.ModuleList(nn.Conv1d(HIDDEN, 2 * HIDDEN if i < 3 else HIDDEN, 1) for i in range(4))

    def forward(self, x):
        total = None
        for i, (gates, out) in enumerate(zip(self.in_layers, self.res_skip_layers)):
            a, b = gates(x).split(HIDDEN, 1)
            y = out(torch.tanh(a) * torch.sigmoid(b))
            if i < 3:
                residual, y = y.split(HIDDEN, 1)
                x = x + residual
            total = y if total is None else total + y
        return total


class Coupling(nn.Module):
    def __init__(self):
        super().__init__()
        self.pre = nn.Conv1d(HIDDEN // 2, HIDDEN, 1)
        self.enc = WaveNet()
        self.post = nn.Conv1d(HIDDEN, HIDDEN // 2, 1)

    def forward(self, x):
        first, second = x.split(HIDDEN // 2, 1)
        return torch.cat((first, second - self.post(self.enc(self.pre(first)))), 1)


class Flow(nn.Module):
    def __init__(self):
        super().__init__()
        self.flows = nn.ModuleList(Coupling() if i % 2 == 0 else nn.Identity() for i in range(8))

    def forward(self, x):
        for i in 6, 4, 2, 0:
            x = self.flows[i](x.flip(1))
        return x


class Block(nn.Module):
    def __init__(self, channels, kernel, dilations, kind):
        super().__init__()

        def convolutions(steps):
            return nn.ModuleList(nn.Conv1d(channels, channels, kernel, dilation=d, padding=(kernel - 1) * d // 2)
                                 for d in steps)

        self.kind = kind
        if kind == 'pairs':
            self.convs1, self.convs2 = convolutions(dilations), convolutions((1,) * len(dilations))
        else:
            self.convs = convolutions(dilations)

    def forward(self, x):
        if self.kind == 'pairs':
            for first, second in zip(self.convs1, self.convs2):
                x = x + second(F.leaky_relu(first(F.leaky_relu(x, 0.1)), 0.1))
        else:
            for conv in self.convs:
                x = x + conv(F.leaky_relu(x, 0.1))
        return x


class Decoder(nn.Module):
    def __init__(self, size):
        super().__init__()
        channels = size['channels']
        self.conv_pre = nn.Conv1d(HIDDEN, channels, 7, padding=3)
        self.ups, self.resblocks = nn.ModuleList(), nn.ModuleList()
        for i, (rate, kernel) in enumerate(zip(size['rates'], size['kernels'])):
            half = channels // 2 ** (i + 1)
            self.ups.append(nn.ConvTranspose1d(2 * half, half, kernel, rate, (kernel - rate) // 2))
            self.resblocks.extend(Block(half, k, d, size['blocks'])
                                  for k, d in zip(size['block_kernels'], size['dilations']))
        self.conv_post = nn.Conv1d(half, 1, 7, padding=3, bias=False)

    def forward(self, x):
        x = self.conv_pre(x)
        beside = len(self.resblocks) // len(self.ups)
        for i, up in enumerate(self.ups):
            x = up(F.leaky_relu(x, 0.1))
            x = sum(block(x) for block in self.resblocks[i * beside:(i + 1) * beside]) / beside
        return torch.tanh(self.conv_post(F.leaky_relu(x)))


class Voice(nn.Module):
    def __init__(self, size):
        super().__init__()
        self.enc_p, self.dp, self.flow, self.dec = TextEncoder(), Durations(), Flow(), Decoder(size)

    def forward(self, ids, lengths, scales):
        hidden, means, deviations = self.enc_p(ids + lengths[0] * 0)
        frames = torch.ceil(torch.exp(self.dp(hidden, scales[2])) * scales[1]).squeeze(1)  # [1, symbols]
        ends = frames.cumsum(1)
        places = torch.arange(ends[0, -1].long())
        symbol = (places.unsqueeze(1) >= ends).sum(1)
        means, deviations = means[:, :, symbol], deviations[:, :, symbol]
        z = means + torch.randn_like(means) * torch.exp(deviations) * scales[0]
        return self.dec(self.flow(z)).unsqueeze(1)


def phoneme_map():
    symbols = '_^$ !\'(),-.:;?abcdefhijklmnopqrstuvwxyzæçðøħŋœǀǁǂǃɐɑɒɓɔɕɖɗɘəɚɛɜɞɟɠɡɢɣɤɥɦɧɨɪɫɬɭɮɯɰɱɲɳɴɵɶɸɹɺɻɽɾʀʁʂʃʄʈʉʊʋʌʍʎʏʐʑʒʔʕʘʙʛʜʝʟʡʢˈˌːˑ˞βθχᵻⱱ'
    return {symbol: [i] for i, symbol in enumerate(symbols)}


def main(folder):
    warnings.filterwarnings('ignore')
    for name, size in SIZES.items():
        target = Path(folder) / name
        target.mkdir(parents=True, exist_ok=True)
        torch.manual_seed(1)
        voice = Voice(size).eval()
        ids = torch.randint(1, 150, (1, 120))
        scales = torch.tensor([0.667, 1.0, 0.8])
        with torch.no_grad():
            torch.onnx.export(voice, (ids, torch.tensor([120]), scales), target / 'voice.onnx', opset_version=15,
                              do_constant_folding=False,
                              input_names=['input', 'input_lengths', 'scales'], output_names=['output'],
                              dynamic_axes={'input': {1: 'symbols'}, 'output': {3: 'samples'}})
            torch.onnx.export(voice.dec, torch.randn(1, HIDDEN, 100), Path(folder) / f'{name}.decoder.onnx',
                              opset_version=15,
                              input_names=['latents'], output_names=['output'],
                              dynamic_axes={'latents': {2: 'frames'}, 'output': {2: 'samples'}})
        (target / 'voice.onnx.json').write_text(json.dumps({
            'audio': {'sample_rate': size['rate'], 'quality': name}, 'espeak': {'voice': 'en-us'},
            'language': {'code': 'en_US'}, 'inference': {'noise_scale': 0.667, 'length_scale': 1, 'noise_w': 0.8},
            'phoneme_type': 'espeak', 'phoneme_map': {}, 'phoneme_id_map': phoneme_map(), 'num_symbols': SYMBOLS,
            'num_speakers': 1, 'speaker_id_map': {}, 'hop_length': math.prod(size['rates'])}), encoding='utf-8')


if __name__ == '__main__':
    main(sys.argv[1])
