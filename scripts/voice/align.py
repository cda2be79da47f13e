"""Maps the teacher's phones onto IPA symbols and gives every symbol a duration in frames.

A *group* is the unit shared by both sides: a teacher phone together with its IPA letters and the marks (space,
stress) that stand before them; or a punctuation mark with its pause. Groups start on frame boundaries.
"""
from dataclasses import dataclass

from phonemes import PUNCTUATION

FRAME = 0.008  # seconds: 128 samples at 16 kHz
STRESS = "ˈˌ"
MODIFIERS = "ːˑ̩̪̃ʲʰ"
SILENCE = "pau"
# Pauses in frames at punctuation inside and at the end of the text.
PAUSES = {",": 24, ";": 32, ":": 32, "—": 30, "…": 36, ".": 44, "!": 44, "?": 44}
LEAD, TAIL = 4, 5
WORST_COST = 0.45

ACCEPTED = {
    "aa": "ɑː ɑ ɒ", "ae": "æ a æː", "ah": "ʌ ə ɐ", "ao": "ɔː ɔ oː o ɑː", "aw": "aʊ", "ax": "ə ɐ ᵻ ɪ ʌ", "ay": "aɪ",
    "b": "b", "ch": "tʃ", "d": "d ɾ", "dh": "ð", "eh": "ɛ e", "er": "ɚ ɜː ɜ ɝ əɹ ʊɹ ɜːɹ ɚɹ", "ey": "eɪ e", "f": "f",
    "g": "ɡ g", "hh": "h", "ih": "ɪ ᵻ i ə", "iy": "iː i ɪ", "jh": "dʒ", "k": "k x", "l": "l ɫ", "m": "m", "n": "n n̩ ŋ",
    "ng": "ŋ", "ow": "oʊ o", "oy": "ɔɪ", "p": "p", "r": "ɹ r", "s": "s", "sh": "ʃ", "t": "t ɾ ʔ", "th": "θ", "uh": "ʊ u",
    "uw": "uː u ʊ", "v": "v", "w": "w", "y": "j ʲ", "z": "z", "zh": "ʒ",
}
ACCEPTED = {phone: set(spellings.split()) for phone, spellings in ACCEPTED.items()}
VOWEL_PHONES = {"aa", "ae", "ah", "ao", "aw", "ax", "ay", "eh", "er", "ey", "ih", "iy", "ow", "oy", "uh", "uw"}
VOWEL_LETTERS = set("aɑɒæʌəɐɔoeɛɜɚɝɪiᵻʊu")
# One IPA unit that the teacher speaks as two phones.
SPLITS = {"ɚ": [("ax", "r")], "n̩": [("ax", "n"), ("ih", "n"), ("t", "n")], "l̩": [("ax", "l")], "iə": [("iy", "ax")],
          "ɜː": [("ah", "r"), ("ax", "r")], "ŋ": [("n", "g"), ("ng", "g")]}


@dataclass
class Group:
    symbols: list   # IPA symbols without blanks
    phone: str      # the teacher's phone, or "pau"
    start: float    # the stretch of the teacher's speech, seconds
    end: float
    frames: int = 0
    durations: tuple = ()  # frames per symbol, each followed by a blank of one frame


def units(ipa):
    """Splits IPA into letters with their modifiers and the marks before them: [(marks, letters)], trailing marks last."""
    result, marks = [], []
    for symbol in ipa:
        if symbol in MODIFIERS and result and not marks:
            result[-1][1].append(symbol)
        elif symbol in PUNCTUATION or symbol == " " or symbol in STRESS:
            marks.append(symbol)
        else:
            result.append((marks, [symbol]))
            marks = []
    return result, marks


def substitution(letters, phone):
    if letters in ACCEPTED.get(phone, ()):
        return 0.0
    if letters[0] in VOWEL_LETTERS and phone in VOWEL_PHONES:
        return 0.4
    return 1.5 if (letters[0] in VOWEL_LETTERS) != (phone in VOWEL_PHONES) else 0.8


def match(letters, phones):
    """Cheapest monotone path: list of (first unit, unit count, first phone, phone count), and its cost per phone."""
    rows, columns, infinity = len(letters), len(phones), 1e9
    cost = [[infinity] * (columns + 1) for _ in range(rows + 1)]
    back = [[None] * (columns + 1) for _ in range(rows + 1)]
    cost[0][0] = 0.0
    for i in range(rows + 1):
        for j in range(columns + 1):
            if cost[i][j] >= infinity:
                continue
            steps = []
            if i < rows and j < columns:
                steps.append((1, 1, substitution(letters[i], phones[j])))
            if i + 1 < rows and j < columns and letters[i] + letters[i + 1] in ACCEPTED.get(phones[j], ()):
                steps.append((2, 1, 0.0))
            if i < rows and j + 1 < columns and (phones[j], phones[j + 1]) in SPLITS.get(letters[i], ()):
                steps.append((1, 2, 0.05))
            if i < rows:
                steps.append((1, 0, 0.7))
            if j < columns:
                steps.append((0, 1, 0.7))
            for rise, run, price in steps:
                total = cost[i][j] + price
                if total < cost[i + rise][j + run]:
                    cost[i + rise][j + run] = total
                    back[i + rise][j + run] = (rise, run)
    path, i, j = [], rows, columns
    while i or j:
        rise, run = back[i][j]
        i, j = i - rise, j - run
        path.append((i, rise, j, run))
    return path[::-1], cost[rows][columns] / max(1, columns)


def split_frames(symbols, frames):
    """Frames per symbol of a group: marks and blanks take one each, the letters share the rest evenly."""
    letters = [i for i, symbol in enumerate(symbols) if symbol != " " and symbol not in STRESS]
    rest = frames - 2 * len(symbols) + len(letters)
    durations = [1] * len(symbols)
    for place, i in enumerate(letters):
        durations[i] = rest * (place + 1) // len(letters) - rest * place // len(letters)
    return tuple(durations)


def pauses(marks, start, end):
    """Groups for the punctuation among the marks, and the marks that belong to the following phone."""
    last = max((i for i, mark in enumerate(marks) if mark in PUNCTUATION), default=-1)
    if last < 0:
        return [], marks
    symbols = [mark for mark in marks[:last + 1] if mark != " "]
    frames = max(PAUSES[mark] for mark in symbols)
    group = Group(symbols, SILENCE, start, end, frames)
    group.durations = (frames - 2 * len(symbols) + 1,) + (1,) * (len(symbols) - 1)
    return [group], marks[last + 1:]


def align(ipa, segments):
    """Groups covering the whole text, or None when teacher and phonemes disagree too much.

    segments: [(phone, end_seconds)] of the teacher, silences included.
    """
    spoken, start = [], 0.0
    for phone, end in segments:
        if phone != SILENCE:
            spoken.append((phone, start, end))
        start = end
    parsed, trailing = units(ipa)
    if not parsed or not spoken:
        return None
    path, cost = match(["".join(letters) for _, letters in parsed], [phone for phone, _, _ in spoken])
    if cost > WORST_COST:
        return None
    groups, marks, letters = [], [], []
    for unit, unit_count, phone, phone_count in path:
        for unit_marks, unit_letters in parsed[unit:unit + unit_count]:
            if letters:
                letters += unit_marks + unit_letters
            else:
                marks, letters = marks + unit_marks, list(unit_letters)
        if phone_count and not letters and groups:
            groups[-1].end = spoken[phone][2]  # a phone without letters lengthens its neighbour
        if not phone_count or not letters:
            continue  # letters without a phone wait for the next one
        first, last = spoken[phone], spoken[phone + phone_count - 1]
        silent, marks = pauses(marks, groups[-1].end if groups else 0.0, first[1])
        groups += silent + [Group(marks + letters, last[0], first[1], last[2])]
        marks, letters = [], []
    groups[-1].symbols += letters
    groups += pauses(trailing, groups[-1].end, segments[-1][1])[0]
    for group in groups:
        if group.phone != SILENCE:
            group.frames = max(round((group.end - group.start) / FRAME), 2 * len(group.symbols))
            group.durations = split_frames(group.symbols, group.frames)
    if groups[-1].phone == SILENCE:
        count = len(groups[-1].symbols)
        groups[-1].frames = TAIL + 2 * count
        groups[-1].durations = (TAIL + 1,) + (1,) * (count - 1)
    return groups if [symbol for group in groups for symbol in group.symbols] == list(ipa) else None


def symbol_durations(groups):
    """Frames of every input id, blanks included; the first blank carries the leading silence."""
    frames = [LEAD]
    for group in groups:
        for duration in group.durations:
            frames += [duration, 1]
    return frames
