"""Writes the training sentences, one per line, already normalised to words and punctuation.

Prose comes from Debian's fortunes and WordNet packages, the rest from templates (templates.py): questions, numbers
in words, names, exclamations, lists, short phrases. Deterministic; never contains a held-out or validation sentence.
"""
import argparse
import glob
import random
import re
from pathlib import Path

import templates

FORTUNES = ["education", "food", "literature", "people", "pets", "science", "wisdom", "work", "computers", "platitudes",
            "tao", "magic", "medicine", "news", "riddles", "sports", "startrek", "fortunes", "humorists", "law", "linux",
            "miscellaneous", "pratchett", "songs-poems", "art"]
UNWANTED = re.compile(
    r"\b(kill\w*|drown\w*|dead|murder\w*|sex\w*|rape\w*|fuck\w*|shit\w*|damn\w*|hell|whore\w*|bitch\w*|bastard\w*|nigg\w*|negro\w*|jew\w*|"
    r"nazi\w*|hitler|breast\w*|penis\w*|vagina\w*|naked|nude\w*|drunk\w*|drug\w*|suicide\w*|corpse\w*|prostitut\w*|"
    r"genital\w*|copulat\w*|orgasm\w*|erotic\w*|testicle\w*|semen|urin\w*|feces|faec\w*|excrement|anal|anus|slave\w*|"
    r"gypsy|gay|lesbian\w*|homosex\w*|virgin\w*|crap|ass|piss\w*|fat|ugly|stupid|idiot\w*|god|jesus|christ|torture\w*|"
    r"slut\w*|lust\w*|cocaine|heroin|terroris\w*|bomb\w*|hang\w*|hate\w*|blood\w*|tits?|cock|dick|pussy|crippl\w*)\b", re.I)
WORD = re.compile(r"[A-Za-z]+(?:['-][A-Za-z]+)*$")
SHOUTED = re.compile(r"\b[A-Z]{2,}\b|\b[B-HJ-Z]\b")


def clean(sentence):
    """The sentence as words and punctuation, or None when it holds anything the normaliser would rewrite."""
    sentence = sentence.replace("--", "—").replace("...", "…").replace("`", "'")
    sentence = re.sub(r"\s*—\s*", "— ", sentence)
    sentence = " ".join(re.sub(r"[\"()]", " ", sentence).split())
    sentence = re.sub(r"\s+([,;:.!?…])", r"\1", sentence).strip("— '")
    if not re.fullmatch(r"[A-Za-z',;:.!?—… -]+", sentence) or SHOUTED.search(sentence) or UNWANTED.search(sentence):
        return None
    words = [word.strip(",;:.!?—…") for word in sentence.split()]
    if not 1 <= len(words) <= 25 or any(not WORD.match(word) for word in words) or max(map(len, words)) > 16:
        return None
    if sentence[-1] not in ".!?…":
        sentence = sentence.rstrip(",;:—") + "."
    return sentence[0].upper() + sentence[1:]


def fortunes(folder):
    for name in FORTUNES:
        path = Path(folder, name)
        if not path.exists():
            continue
        for entry in path.read_text("utf-8", "ignore").split("\n%\n"):
            entry = re.sub(r"\n\s+--.*", "", entry, flags=re.S)  # the attribution
            for sentence in re.split(r"(?<=[.!?])\s+", " ".join(entry.split())):
                if len(sentence.split()) > 2 and sentence[:1].isupper() and sentence[-1:] in ".!?":
                    yield sentence


def wordnet(folder):
    """The quoted usage examples of WordNet's glosses, and the first definition of some entries."""
    for path in sorted(glob.glob(f"{folder}/data.*")):
        for line in Path(path).read_text("utf-8", "ignore").splitlines():
            if "| " not in line:
                continue
            for example in re.findall(r'"([^"]+)"', line.split("| ", 1)[1]):
                if 4 <= len(example.split()) <= 20 and ";" not in example:
                    yield example


def words(folder, count, generator):
    """Single words, so that rare sounds and lone words are heard too."""
    found = []
    for path in sorted(glob.glob(f"{folder}/index.*")):
        found += re.findall(r"^([a-z]{3,11}) ", Path(path).read_text("utf-8", "ignore"), flags=re.M)
    return generator.sample(sorted(set(found)), count)


def build(arguments):
    generator = random.Random(7)
    kept = [Path(file).read_text("utf-8").splitlines() for file in (arguments.held_out, arguments.validation)]
    chosen, seen = [], {line.strip().lower() for lines in kept for line in lines}

    def take(sentences, limit):
        for sentence in sentences:
            sentence = clean(sentence)
            if limit == 0:
                return
            if sentence and sentence.lower() not in seen:
                seen.add(sentence.lower())
                chosen.append(sentence)
                limit -= 1

    prose, examples = list(fortunes(arguments.fortunes)), list(wordnet(arguments.wordnet))
    generator.shuffle(prose)
    generator.shuffle(examples)
    take(templates.sentences(generator), -1)
    made = len(chosen)
    take(prose, 2600)
    take(examples, 2600)
    take((" ".join(pair) for pair in zip(prose[-800:], prose[-400:])), 150)
    loose = words(arguments.wordnet, 2400, generator)
    take((word + "." for word in loose[:300]), 300)
    take((", ".join(loose[i:i + 4]) + "." for i in range(300, 1500, 4)), 300)
    take((" ".join(loose[i:i + 2]) + "." for i in range(1500, 1900, 2)), 200)
    generator.shuffle(chosen)
    print(f"{len(chosen)} sentences, {made} of them from templates, {sum(len(s.split()) for s in chosen)} words")
    return chosen


def main():
    here = Path(__file__).resolve().parent
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", default="build/voice/corpus.txt")
    parser.add_argument("--fortunes", default="/usr/share/games/fortunes")
    parser.add_argument("--wordnet", default="/usr/share/wordnet")
    parser.add_argument("--held-out", default=here.parents[1] / "tests/speech/held_out.txt")
    parser.add_argument("--validation", default=here / "validation.txt")
    arguments = parser.parse_args()
    Path(arguments.out).parent.mkdir(parents=True, exist_ok=True)
    Path(arguments.out).write_text("\n".join(build(arguments)) + "\n", "utf-8")


if __name__ == "__main__":
    main()
