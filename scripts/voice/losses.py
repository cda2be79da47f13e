"""Losses between generated and target waveforms, float [B, samples] in -1..1."""
import numpy as np
import torch

WINDOWS = ((512, 128), (1024, 256), (256, 64))  # (FFT size, hop) in samples
FLOOR = 1e-6       # added to the power: white noise below about -83 dBFS counts as silence
MEL_BANDS, RATE = 80, 16000


def _mel_filters(size):
    """Triangular filters [bands, bins], each with unit sum."""
    edges = 700 * (np.exp(np.linspace(0, np.log(1 + RATE / 2 / 700), MEL_BANDS + 2)) - 1)
    bins = np.arange(size // 2 + 1) * RATE / size
    rising = (bins - edges[:-2, None]) / np.diff(edges)[:-1, None]
    falling = (edges[2:, None] - bins) / np.diff(edges)[1:, None]
    # Narrow low bands may miss every bin: give them the nearest one.
    filters = np.maximum(0, np.minimum(rising, falling))
    filters[np.arange(MEL_BANDS), np.abs(bins - edges[1:-1, None]).argmin(1)] += 1e-3
    return torch.tensor(filters / filters.sum(1, keepdims=True), dtype=torch.float32)


class SpectralLoss:
    """Several resolutions of spectral convergence and log magnitude, and L1 of a log mel spectrogram."""

    def __init__(self):
        self.windows = {size: torch.hann_window(size) for size, _ in WINDOWS}
        self.mel = _mel_filters(1024)

    def _magnitude(self, audio, size, hop):
        spectrum = torch.stft(audio, size, hop, window=self.windows[size], return_complex=False, pad_mode="constant")
        return torch.sqrt(spectrum.pow(2).sum(-1) + FLOOR)

    def __call__(self, made, wanted):
        """(multi-resolution STFT loss, log mel L1)"""
        stft, mel = 0.0, 0.0
        for size, hop in WINDOWS:
            a = self._magnitude(made, size, hop)
            with torch.no_grad():
                b = self._magnitude(wanted, size, hop)
            stft = stft + torch.norm(b - a) / torch.norm(b) + (a.log() - b.log()).abs().mean()
            if size == 1024:
                mel = ((self.mel @ a).log() - (self.mel @ b).log()).abs().mean()
        return stft / len(WINDOWS), mel
