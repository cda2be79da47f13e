"""Resynthesis of the teacher as the student is to speak: own intonation, own pauses, and a phase that is known.

Everything is computed from parameters at the frame rate (one frame = 128 samples = 8 ms), and these parameters are
the student's latent: 72 mel-spaced log amplitudes of the spectral envelope, 5 band voicings, cos and sin of the
pitch phase at the frame's centre, and log F0. Pitch pulses start afresh at phone boundaries and fill each stretch
of phones with a whole number of periods, so the phase follows from the durations nearby and can be learned.
"""
import numpy as np

from align import FRAME, LEAD, SILENCE
from intonation import shape

RATE, HOP, SIZE = 16000, 128, 512
CEPSTRA, WARP = 25, 0.42
ENVELOPE_BANDS = 72
CHANNELS = ENVELOPE_BANDS + 5 + 3
FLOOR = -1.5           # log amplitude in the teacher's scale (16 bit) that counts as silence
POSTFILTER = 0.35      # widens formants' contrast: the averaged cepstra of a statistical teacher are dull
GAIN = 1.0 / 14000.0   # brings speech to -18 LUFS
HISS = 0.65            # scale of the noise: the teacher's own synthesis has softer sibilants than its parameters say
STRETCH = 6            # frames a voiced stretch has at least before the pitch pulses may start afresh
TRACK_STEP = 0.005     # seconds between the teacher's frames

SONORANTS = set("aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw l r w y m n ng".split())
BUZZES = set("b d g v dh z zh jh".split())
BAND_CENTRES = np.array([500.0, 1500.0, 3000.0, 5000.0, 7000.0])


def warped(frequencies):
    """Mel-cepstral frequency axis (first-order all-pass, radians) at frequencies in Hz."""
    w = 2 * np.pi * frequencies / RATE
    return w + 2 * np.arctan2(WARP * np.sin(w), 1 - WARP * np.cos(w))


def _basis(frequencies):
    return np.exp(-1j * np.outer(np.arange(CEPSTRA), warped(frequencies)))


BINS = np.arange(SIZE // 2 + 1) * RATE / SIZE
SPECTRUM = _basis(BINS)                                    # [25, 257]: cepstra -> complex log spectrum, minimum phase
MELS = 700 * (10 ** (np.linspace(2595 * np.log10(1 + 60 / 700), 2595 * np.log10(1 + 7900 / 700), ENVELOPE_BANDS) / 2595) - 1)
ENVELOPE = _basis(MELS).real                               # [25, 72]
HIGH_PASS = BINS ** 4 / (BINS ** 4 + 55.0 ** 4)
BAND_WEIGHTS = np.stack([np.interp(BINS, BAND_CENTRES, row) for row in np.eye(5)])  # [5, 257]


def postfilter(cepstra):
    """Sharpens formants and keeps each frame's power."""
    sharper = cepstra.copy()
    sharper[:, 2:] *= 1 + POSTFILTER
    power = [np.log(np.mean(np.exp(2 * (c @ SPECTRUM.real)), axis=1)) for c in (cepstra, sharper)]
    sharper[:, 0] += 0.5 * (power[0] - power[1])
    return sharper


def source_times(groups):
    """Teacher time of every frame's centre, and a log attenuation that silences pauses."""
    times, fades = [], []
    lead = np.arange(LEAD)
    times.append(np.maximum(0.0, groups[0].start - (LEAD - lead - 0.5) * FRAME))
    fades.append(-0.7 * (LEAD - lead))
    for place, group in enumerate(groups):
        k, count = np.arange(group.frames), group.frames
        if group.phone != SILENCE:
            times.append(group.start + (k + 0.5) / count * (group.end - group.start))
            fades.append(np.zeros(count))
            continue
        middle = (group.start + group.end) / 2
        onset = np.maximum(middle, group.end - (count - k - 0.5) * FRAME)
        decay = np.minimum(middle, group.start + (k + 0.5) * FRAME)
        last = place == len(groups) - 1
        times.append(decay if last else np.where(k < count / 2, decay, onset))
        fades.append(-0.8 * (np.minimum(k + 1, 6) if last else np.minimum(np.minimum(k + 1, count - k), 6)))
    return np.concatenate(times), np.concatenate(fades)


def voicing(phones, strengths):
    """How periodic each of five bands is, 0..1, from the kind of phone and the teacher's strengths."""
    scaled = np.clip((strengths - 0.25) / 0.38, 0, 1)
    result = np.zeros_like(scaled)
    for i, phone in enumerate(phones):
        if phone in SONORANTS:
            result[i] = scaled[i]
            result[i, :2] = 1.0, max(0.9, scaled[i, 1])
        elif phone in BUZZES:
            result[i] = scaled[i] * (0.0, 0.6, 0.3, 0.1, 0.0)
            result[i, 0] = 1.0
    padded = np.pad(result, ((1, 1), (0, 0)), "edge")
    return 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]


def settle_phase(f0, groups):
    """Rescales F0 per voiced stretch to whole periods; returns F0 per frame and the phase at frame borders (periods)."""
    f0, phase = f0.copy(), [0.0]
    cuts, since, voiced_before = [0], LEAD, False
    position = LEAD
    for i, group in enumerate(groups):
        voiced = group.phone in SONORANTS or group.phone in BUZZES
        rest = 0  # frames of this voiced run from here on
        for later in groups[i:]:
            if not (later.phone in SONORANTS or later.phone in BUZZES):
                break
            rest += later.frames
        if voiced != voiced_before or (voiced and since >= STRETCH and rest >= STRETCH // 2):
            cuts.append(position)
            since = 0
        position, since, voiced_before = position + group.frames, since + group.frames, voiced
    cuts = sorted(set(cuts)) + [position]
    for start, end in zip(cuts[:-1], cuts[1:]):
        periods = f0[start:end].sum() * FRAME
        f0[start:end] *= max(1, round(periods)) / periods
    phase = np.concatenate([[0.0], np.cumsum(f0 * FRAME)])
    return f0, phase


def _interpolate(times, values, frames):
    centres = (np.arange(frames) + 0.5) * HOP
    position = np.clip((times - centres[0]) / HOP, 0, frames - 1)
    low = np.minimum(position.astype(int), frames - 2)
    share = (position - low)[:, None]
    return values[low] * (1 - share) + values[low + 1] * share


def render(cepstra, periodicity, f0, phase, generator):
    """Pulses and noise through the minimum-phase envelope: float audio of frames * HOP samples."""
    frames = len(f0)
    audio = np.zeros(frames * HOP + 2 * SIZE)
    pulses = np.interp(np.arange(0, int(phase[-1])), phase, np.arange(frames + 1) * HOP)
    c, s = _interpolate(pulses, cepstra, frames), _interpolate(pulses, periodicity, frames)
    f = _interpolate(pulses, f0[:, None], frames)
    start = np.floor(pulses).astype(int)
    delay = np.exp(-2j * np.pi * np.outer(pulses - start, BINS) / RATE)
    shape_ = np.exp(c @ SPECTRUM) * (s @ BAND_WEIGHTS) * HIGH_PASS * delay * np.sqrt(RATE / f)
    for place, pulse in zip(start, np.fft.irfft(shape_, SIZE)):
        audio[place:place + SIZE] += pulse
    window = np.sqrt(np.hanning(2 * HOP + 1)[:-1])
    noise = np.pad(generator.standard_normal((frames + 1) * HOP), (HOP, HOP))
    places = np.arange(frames + 1) * HOP
    c, s = _interpolate(places, cepstra, frames), _interpolate(places, periodicity, frames)
    blocks = np.stack([noise[p:p + 2 * HOP] for p in places]) * window
    colour = HISS * np.exp(c @ SPECTRUM.real) * np.sqrt(np.maximum(0, 1 - (s @ BAND_WEIGHTS) ** 2)) * HIGH_PASS
    hissed = np.fft.irfft(np.fft.rfft(blocks, SIZE) * colour, SIZE)
    for place, block in zip(places, hissed):
        left = place - 2 * HOP  # the zero-phase filter spreads to both sides of the block
        skip = max(0, -left)
        audio[left + skip:left + SIZE] += np.roll(block, HOP)[skip:]
    return audio[:frames * HOP] * GAIN


def resynthesise(groups, segments, track, text, generator):
    """Latent [frames, 80] (not normalised) and float audio for one aligned utterance."""
    times, fades = source_times(groups)
    frames = len(times)
    stamps = (np.arange(len(track)) + 0.5) * TRACK_STEP
    cepstra = postfilter(np.stack([np.interp(times, stamps, track[:, 1 + i]) for i in range(CEPSTRA)], axis=1))
    cepstra[:, 0] += fades
    strengths = np.stack([np.interp(times, stamps, track[:, 1 + CEPSTRA + i]) for i in range(5)], axis=1)
    ends = np.array([end for _, end in segments])
    names = [segments[min(i, len(segments) - 1)][0] for i in np.searchsorted(ends, times)]
    periodicity = voicing(names, strengths)
    heard = track[:, 0] > 0
    log_f0 = np.interp(times, stamps[heard], np.log(track[heard, 0])) if heard.any() else np.full(frames, np.log(98.0))
    f0, phase = settle_phase(np.exp(shape(log_f0, groups, text)), groups)
    audio = render(cepstra, periodicity, f0, phase, generator)
    centre = 2 * np.pi * (phase[:-1] + phase[1:]) / 2
    envelope = np.maximum(FLOOR, cepstra @ ENVELOPE)
    latent = np.concatenate([envelope, periodicity, np.cos(centre)[:, None], np.sin(centre)[:, None], np.log(f0)[:, None]], axis=1)
    peak = np.abs(audio).max()
    return latent.astype(np.float32), (audio * min(1.0, 0.93 / peak)).astype(np.float32)
