"""A small VITS in PyTorch with the tensor names and the inference arithmetic of Hugging Face's `VitsModel`.

Only what the deterministic voice needs: text encoder, duration predictor, coupling flow in reverse, decoder. Weights
are plain (no weight normalisation). Shapes: B utterances, N symbols, T frames of 128 samples, channels in the middle.
"""
import math

import torch
from torch import nn
from torch.nn import functional as F

CONFIG = {
    "model_type": "vits", "architectures": ["VitsModel"], "vocab_size": 0, "hidden_size": 96, "num_hidden_layers": 4,
    "num_attention_heads": 2, "window_size": 4, "use_bias": True, "ffn_dim": 384, "ffn_kernel_size": 3, "flow_size": 80,
    "spectrogram_bins": 257, "hidden_act": "relu", "layer_norm_eps": 1e-5, "use_stochastic_duration_prediction": False,
    "num_speakers": 1, "speaker_embedding_size": 0, "upsample_initial_channel": 128, "upsample_rates": [8, 4, 4],
    "upsample_kernel_sizes": [16, 8, 8], "resblock_kernel_sizes": [3, 7], "resblock_dilation_sizes": [[1, 3], [1, 3]],
    "leaky_relu_slope": 0.1, "depth_separable_channels": 2, "depth_separable_num_layers": 3,
    "duration_predictor_flow_bins": 10, "duration_predictor_tail_bound": 5.0, "duration_predictor_kernel_size": 3,
    "duration_predictor_num_flows": 4, "duration_predictor_filter_channels": 96, "duration_predictor_dropout": 0.1,
    "prior_encoder_num_flows": 4, "prior_encoder_num_wavenet_layers": 3, "posterior_encoder_num_wavenet_layers": 16,
    "wavenet_kernel_size": 5, "wavenet_dilation_rate": 1, "speaking_rate": 1.0, "noise_scale": 0.0,
    "noise_scale_duration": 0.0, "sampling_rate": 16000,
}
LAST_SLOPE = 0.01  # of the leaky ReLU before conv_post, unlike all others


class Attention(nn.Module):
    """Self-attention with learned embeddings for relative positions -window..window."""

    def __init__(self, c):
        super().__init__()
        hidden, self.heads, self.window = c["hidden_size"], c["num_attention_heads"], c["window_size"]
        self.size = hidden // self.heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(hidden, hidden) for _ in range(4))
        shape = (1, 2 * self.window + 1, self.size)
        self.emb_rel_k = nn.Parameter(torch.randn(shape) * self.size ** -0.5)
        self.emb_rel_v = nn.Parameter(torch.randn(shape) * self.size ** -0.5)

    def forward(self, x, mask):  # x [B, N, hidden], mask [B, N]
        b, n, _ = x.shape
        q, k, v = (p(x).view(b, n, self.heads, self.size).transpose(1, 2) for p in (self.q_proj, self.k_proj, self.v_proj))
        q = q * self.size ** -0.5
        offset = torch.arange(n)[None, :] - torch.arange(n)[:, None] + self.window  # [N, N]
        near = ((offset >= 0) & (offset <= 2 * self.window)).float()
        relative = (q @ self.emb_rel_k[0].T).gather(3, offset.clamp(0, 2 * self.window).expand(b, self.heads, n, n))
        scores = q @ k.transpose(2, 3) + relative * near
        weights = scores.masked_fill(mask[:, None, None, :] == 0, -1e4).softmax(-1)
        place = torch.arange(n)[:, None] + torch.arange(2 * self.window + 1)[None, :]
        diagonals = F.pad(weights, (self.window, self.window)).gather(3, place.expand(b, self.heads, n, -1))
        result = weights @ v + diagonals @ self.emb_rel_v[0]
        return self.out_proj(result.transpose(1, 2).reshape(b, n, -1))


class FeedForward(nn.Module):
    def __init__(self, c):
        super().__init__()
        kernel = c["ffn_kernel_size"]
        self.conv_1 = nn.Conv1d(c["hidden_size"], c["ffn_dim"], kernel, padding=kernel // 2)
        self.conv_2 = nn.Conv1d(c["ffn_dim"], c["hidden_size"], kernel, padding=kernel // 2)

    def forward(self, x, mask):  # x [B, N, hidden]
        x, mask = x.transpose(1, 2), mask[:, None]
        x = self.conv_2(torch.relu(self.conv_1(x * mask)) * mask) * mask
        return x.transpose(1, 2)


class EncoderLayer(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.attention, self.feed_forward = Attention(c), FeedForward(c)
        self.layer_norm = nn.LayerNorm(c["hidden_size"], eps=c["layer_norm_eps"])
        self.final_layer_norm = nn.LayerNorm(c["hidden_size"], eps=c["layer_norm_eps"])

    def forward(self, x, mask):
        x = self.layer_norm(x + self.attention(x, mask))
        return self.final_layer_norm(x + self.feed_forward(x, mask))


class Encoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.layers = nn.ModuleList(EncoderLayer(c) for _ in range(c["num_hidden_layers"]))


class TextEncoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        hidden = c["hidden_size"]
        self.embed_tokens = nn.Embedding(c["vocab_size"], hidden)
        nn.init.normal_(self.embed_tokens.weight, 0.0, hidden ** -0.5)
        self.encoder = Encoder(c)
        self.project = nn.Conv1d(hidden, 2 * c["flow_size"], 1)  # means, then log variances (unused: no noise)

    def forward(self, ids, mask):
        """Hidden states [B, hidden, N] and prior means [B, flow, N]."""
        x = self.embed_tokens(ids) * math.sqrt(self.embed_tokens.embedding_dim) * mask[:, :, None]
        for layer in self.encoder.layers:
            x = layer(x, mask)
        x = x.transpose(1, 2) * mask[:, None]
        return x, self.project(x).chunk(2, dim=1)[0] * mask[:, None]


class DurationPredictor(nn.Module):
    def __init__(self, c):
        super().__init__()
        kernel, width = c["duration_predictor_kernel_size"], c["duration_predictor_filter_channels"]
        self.conv_1 = nn.Conv1d(c["hidden_size"], width, kernel, padding=kernel // 2)
        self.norm_1 = nn.LayerNorm(width, eps=c["layer_norm_eps"])
        self.conv_2 = nn.Conv1d(width, width, kernel, padding=kernel // 2)
        self.norm_2 = nn.LayerNorm(width, eps=c["layer_norm_eps"])
        self.proj = nn.Conv1d(width, 1, 1)
        self.dropout = nn.Dropout(c["duration_predictor_dropout"])

    def forward(self, x, mask):
        """Log durations [B, N]."""
        mask = mask[:, None]
        for conv, norm in ((self.conv_1, self.norm_1), (self.conv_2, self.norm_2)):
            x = torch.relu(conv(x * mask))
            x = self.dropout(norm(x.transpose(1, 2)).transpose(1, 2))
        return (self.proj(x * mask) * mask)[:, 0]


class WaveNet(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.hidden, layers, kernel = c["hidden_size"], c["prior_encoder_num_wavenet_layers"], c["wavenet_kernel_size"]
        self.in_layers, self.res_skip_layers = nn.ModuleList(), nn.ModuleList()
        for i in range(layers):
            dilation = c["wavenet_dilation_rate"] ** i
            self.in_layers.append(nn.Conv1d(self.hidden, 2 * self.hidden, kernel, dilation=dilation,
                                            padding=dilation * (kernel - 1) // 2))
            self.res_skip_layers.append(nn.Conv1d(self.hidden, (2 if i < layers - 1 else 1) * self.hidden, 1))

    def forward(self, x, mask):
        total = 0
        for i, (inner, res_skip) in enumerate(zip(self.in_layers, self.res_skip_layers)):
            a, b = inner(x).chunk(2, dim=1)
            y = res_skip(torch.tanh(a) * torch.sigmoid(b))
            if i < len(self.in_layers) - 1:
                x = (x + y[:, :self.hidden]) * mask
                y = y[:, self.hidden:]
            total = total + y
        return total * mask


class Coupling(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.conv_pre = nn.Conv1d(c["flow_size"] // 2, c["hidden_size"], 1)
        self.wavenet = WaveNet(c)
        self.conv_post = nn.Conv1d(c["hidden_size"], c["flow_size"] // 2, 1)
        nn.init.zeros_(self.conv_post.weight)
        nn.init.zeros_(self.conv_post.bias)

    def reverse(self, x, mask):
        kept, changed = x.chunk(2, dim=1)
        mean = self.conv_post(self.wavenet(self.conv_pre(kept) * mask, mask)) * mask
        return torch.cat([kept, (changed - mean) * mask], dim=1)


class Flow(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.flows = nn.ModuleList(Coupling(c) for _ in range(c["prior_encoder_num_flows"]))

    def reverse(self, x, mask):  # x [B, flow, T], mask [B, 1, T]
        for flow in reversed(self.flows):
            x = flow.reverse(x.flip(1), mask)
        return x


class ResidualBlock(nn.Module):
    def __init__(self, channels, kernel, dilations, slope):
        super().__init__()
        self.slope = slope
        self.convs1 = nn.ModuleList(nn.Conv1d(channels, channels, kernel, dilation=d, padding=d * (kernel - 1) // 2) for d in dilations)
        self.convs2 = nn.ModuleList(nn.Conv1d(channels, channels, kernel, padding=(kernel - 1) // 2) for _ in dilations)

    def forward(self, x):
        for first, second in zip(self.convs1, self.convs2):
            x = x + second(F.leaky_relu(first(F.leaky_relu(x, self.slope)), self.slope))
        return x


class Decoder(nn.Module):
    def __init__(self, c):
        super().__init__()
        channels, self.slope = c["upsample_initial_channel"], c["leaky_relu_slope"]
        self.conv_pre = nn.Conv1d(c["flow_size"], channels, 7, padding=3)
        self.upsampler, self.resblocks, self.kinds = nn.ModuleList(), nn.ModuleList(), len(c["resblock_kernel_sizes"])
        for rate, kernel in zip(c["upsample_rates"], c["upsample_kernel_sizes"]):
            self.upsampler.append(nn.ConvTranspose1d(channels, channels // 2, kernel, rate, padding=(kernel - rate) // 2))
            channels //= 2
            for size, dilations in zip(c["resblock_kernel_sizes"], c["resblock_dilation_sizes"]):
                self.resblocks.append(ResidualBlock(channels, size, dilations, self.slope))
        self.conv_post = nn.Conv1d(channels, 1, 7, padding=3, bias=False)

    def forward(self, x):  # [B, flow, T] -> [B, 128 T]
        x = self.conv_pre(x)
        for i, up in enumerate(self.upsampler):
            x = up(F.leaky_relu(x, self.slope))
            blocks = self.resblocks[i * self.kinds:(i + 1) * self.kinds]
            x = sum(block(x) for block in blocks) / self.kinds
        return torch.tanh(self.conv_post(F.leaky_relu(x, LAST_SLOPE)))[:, 0]


class Vits(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.text_encoder, self.flow = TextEncoder(config), Flow(config)
        self.duration_predictor, self.decoder = DurationPredictor(config), Decoder(config)

    @torch.no_grad()
    def speak(self, ids, speaking_rate=1.0, durations=None):
        """Samples [128 T] and frames per symbol [N] for one list of symbol ids."""
        ids = torch.tensor([ids])
        mask = torch.ones(ids.shape)
        hidden, means = self.text_encoder(ids, mask)
        if durations is None:
            durations = torch.ceil(torch.exp(self.duration_predictor(hidden, mask)) / speaking_rate).long()[0]
        latent = means.repeat_interleave(durations, dim=2)
        latent = self.flow.reverse(latent, torch.ones(1, 1, latent.shape[2]))
        return self.decoder(latent)[0], durations
