"""Rules on the teacher's log F0: it is flat, and does not know a question from a statement."""
import numpy as np

from align import LEAD, PAUSES, SILENCE

MEAN = np.log(100.0)                   # Hz, centre of the voice's range
LOWEST, HIGHEST = np.log(70.0), np.log(230.0)
RANGE = {"!": 0.65, "?": 0.5}          # factor on the teacher's own movements; 0.5 elsewhere
ACCENTS = {"ˈ": 0.14, "ˌ": 0.05}       # log F0 that a stressed syllable rises
ACCENT_REACH = 13                      # frames on each side of its first phone's middle
ASKING = {"who", "whom", "whose", "what", "when", "where", "why", "how", "which"}
SENTENCE_ENDS = ".!?…"


def question_rise(sentence):
    """Final rise in log F0: large for yes/no and tag questions, small when a question word opens the sentence."""
    first = sentence.strip().split(" ")[0].lower().rstrip(",")
    return 0.16 if first in ASKING and "," not in sentence else 0.5


def _ramp(count, shape_power=1.0):
    return ((np.arange(count) + 1) / count) ** shape_power


def shape(log_f0, groups, text):
    """log F0 per frame, same length, with the intonation of each clause by the punctuation that closes it.

    Most of the movement comes from rules on stress marks: the phase of the pitch can only be learned as well as the
    pitch, and rules are learned better than the teacher's own contours.
    """
    result, position, clause_start, nucleus = log_f0.copy(), LEAD, 0, None
    sentence_start, remaining, sentence = 0, text, text
    for group in groups:
        end = position + group.frames
        if group.phone == SILENCE:
            mark = max(group.symbols, key=lambda symbol: PAUSES.get(symbol, 0))
            if mark in SENTENCE_ENDS:
                cut = min((remaining.find(m) for m in SENTENCE_ENDS if m in remaining), default=len(remaining) - 1)
                sentence, remaining = remaining[:cut + 1], remaining[cut + 1:]
            _clause(result, clause_start, nucleus, position, mark, sentence)
            if mark in SENTENCE_ENDS:
                result[sentence_start:position] -= 0.1 * (_ramp(position - sentence_start) - 0.5) if mark != "?" else 0.0
                sentence_start = end
            clause_start, nucleus = end, None
        elif "ˈ" in group.symbols:
            nucleus = position
        position = end
    result += _accents(len(result), groups)
    return np.clip(result, LOWEST, HIGHEST)


def _accents(frames, groups):
    """Bumps of log F0 at stressed syllables; neighbours do not add up."""
    total, position, places = np.zeros(frames), LEAD, np.arange(frames)
    for group in groups:
        height = max((ACCENTS[symbol] for symbol in group.symbols if symbol in ACCENTS), default=0.0)
        if height:
            distance = np.abs(places - (position + group.frames / 2 + 2)) / ACCENT_REACH
            total = np.maximum(total, height * 0.5 * (1 + np.cos(np.pi * np.minimum(distance, 1))))
        position += group.frames
    return total


def _clause(f0, start, nucleus, end, mark, sentence):
    """Shapes f0[start:end] in place; the nucleus is the first frame of the last stressed syllable."""
    if end <= start:
        return
    f0[start:end] = MEAN + 0.04 + (f0[start:end] - MEAN) * RANGE.get(mark, 0.5)
    nucleus = max(start, min(nucleus if nucleus is not None else start, end - 12))
    tail = end - nucleus
    if mark == "?":
        rise = question_rise(sentence)
        low = f0[nucleus]
        f0[nucleus:end] = low + 0.35 * (f0[nucleus:end] - low)      # the teacher's own fall goes
        f0[nucleus:end] += rise * _ramp(tail, 1.3) - 0.08 * np.sin(np.pi * _ramp(tail)) * (rise > 0.3)
    elif mark in ".!":
        f0[nucleus:end] -= 0.1 * _ramp(tail)
        if mark == "!":
            f0[start:end] += 0.08
    else:
        last = min(tail, 22)
        f0[end - last:end] += 0.1 * _ramp(last)
