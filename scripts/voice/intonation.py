"""Rules on the teacher's log F0: it is flat, and does not know a question from a statement."""
import numpy as np

from align import LEAD, PAUSES, SILENCE

MEAN = np.log(100.0)                   # Hz, centre of the voice's range
LOWEST, HIGHEST = np.log(70.0), np.log(230.0)
RANGE = {"!": 1.55, "?": 1.2}          # factor on the teacher's range; 1.2 elsewhere
ASKING = {"who", "whom", "whose", "what", "when", "where", "why", "how", "which"}
SENTENCE_ENDS = ".!?…"


def question_rise(sentence):
    """Final rise in log F0: large for yes/no and tag questions, small when a question word opens the sentence."""
    first = sentence.strip().split(" ")[0].lower().rstrip(",")
    return 0.16 if first in ASKING and "," not in sentence else 0.5


def _ramp(count, shape_power=1.0):
    return ((np.arange(count) + 1) / count) ** shape_power


def shape(log_f0, groups, text):
    """log F0 per frame, same length, with the intonation of each clause by the punctuation that closes it."""
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
    return np.clip(result, LOWEST, HIGHEST)


def _clause(f0, start, nucleus, end, mark, sentence):
    """Shapes f0[start:end] in place; the nucleus is the first frame of the last stressed syllable."""
    if end <= start:
        return
    f0[start:end] = MEAN + 0.04 + (f0[start:end] - MEAN) * RANGE.get(mark, 1.2)
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
