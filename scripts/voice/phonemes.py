"""Text to IPA, and IPA to the symbol ids of the model: the same contract as the C++ front end.

Each punctuation-free span goes to espeak-ng (en-us, IPA, stress marks kept); punctuation is put back where it
stood. Every Unicode code point of the result is one symbol.
"""
import ctypes
import re

PUNCTUATION = ";:,.!?—…"
BLANK = "_"
LETTERS = list("abcdefhijklmnopqrstuvwxyzæçðøŋœɐɑɒɓɔɕɖɘəɚɛɜɝɞɟɡɢɣɥɦɨɪɫɬɭɯɰɱɲɳɵɹɻɽɾʀʁʂʃʄʈʉʊʋʌʎʏʐʑʒʔʙʝʟʰʲˈˌːˑˤ̩̪̃θᵊᵻβχ")
VOCAB = {symbol: i for i, symbol in enumerate([BLANK, *PUNCTUATION, " ", *LETTERS])}

AUDIO_OUTPUT_SYNCHRONOUS = 2
INITIALIZE_DONT_EXIT = 0x8000
CHARS_UTF8 = 1
PHONEMES_IPA = 0x02

_library = None


def _espeak():
    global _library
    if _library is None:
        _library = ctypes.CDLL("libespeak-ng.so.1")
        _library.espeak_TextToPhonemes.restype = ctypes.c_char_p
        _library.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
        if _library.espeak_Initialize(AUDIO_OUTPUT_SYNCHRONOUS, 0, None, INITIALIZE_DONT_EXIT) < 0:
            raise RuntimeError("espeak-ng could not be initialised")
        if _library.espeak_SetVoiceByName(b"en-us") != 0:
            raise RuntimeError("espeak-ng has no voice en-us")
    return _library


def span_to_ipa(span):
    """IPA of a span without punctuation."""
    library = _espeak()
    pointer = ctypes.c_char_p(span.encode("utf-8"))
    parts = []
    while pointer.value is not None:
        part = library.espeak_TextToPhonemes(ctypes.byref(pointer), CHARS_UTF8, PHONEMES_IPA)
        parts.append(part.decode("utf-8") if part else "")
    ipa = re.sub(r"\([a-z-]+\)", "", " ".join(parts))  # language switch flags such as (fr)
    return " ".join(ipa.split())


def text_to_ipa(text):
    """IPA of normalised text, punctuation attached to the word before it."""
    text = re.sub(r"[\"“”«»()\[\]{}<>*]", " ", text)
    result = ""
    for piece in re.split(f"([{PUNCTUATION}])", text):
        if not piece.strip():
            continue
        if piece in PUNCTUATION:
            result += piece
        else:
            ipa = span_to_ipa(" ".join(piece.split()))
            result += (" " if result and ipa else "") + ipa
    return result


def ipa_to_ids(ipa):
    """Symbol ids with blank 0 between and around all symbols; unknown code points are dropped."""
    ids = [0]
    for symbol in ipa:
        if symbol in VOCAB:
            ids += [VOCAB[symbol], 0]
    return ids
