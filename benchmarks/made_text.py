"""Made-up names, titles and abstracts from the words of `made_words`, the same for the same dice."""

from __future__ import annotations

import re
from random import Random

from benchmarks import made_words as words

_ABSTRACT = 1_150  # characters on average
_INITIAL = 0.004  # share of the authorships
_COMMON = 30  # percent of the authors with one of a few family names
_SPACED = re.compile(r"([.,:;!?])(?=\S)")


def respace(text: str) -> str:
    """TEXT as the site shows that of some publishers: a space after every inner punctuation mark."""
    return _SPACED.sub(r"\1 ", text)


def name(number: int) -> str:
    """The name of the NUMBER-th author, nobody else's."""
    code = number * 2_654_435_761 % 2**32  # one to one, so that names are
    style = code % 100
    given, family = _word(code // 100 % 6_553), _word(code // 655_300 + 300)
    if style < _COMMON:
        return f"{_word(number)} {words.COMMON_FAMILIES[code // 100 % len(words.COMMON_FAMILIES)]}"
    if style < 40:
        given += f" {chr(65 + code % 26)}."
    elif style < 44:
        family = words.PARTICLES[style - 40] + family
    elif style < 48:
        given = given.translate(words.ACCENTS)
    return f"{given} {family} {1 + code % 3:04d}" if 48 <= style < 50 else f"{given} {family}"


def _word(number: int) -> str:
    """A word of at least two syllables that stands for NUMBER alone."""
    base = len(words.SYLLABLES)
    parts = [words.SYLLABLES[number % base]]
    while (number := number // base) or len(parts) < 2:
        parts.append(words.SYLLABLES[number % base])
    return "".join(parts).capitalize()


def abstract(dice: Random) -> str:
    """An abstract."""
    text, wanted = "", _ABSTRACT * dice.uniform(0.6, 1.4)
    while len(text) < wanted:
        text += (" " if text else "") + _filled(dice.choice(words.SENTENCES), dice)
    return text


def title(dice: Random) -> str:
    """A title."""
    return _filled(dice.choice(words.TITLES), dice)


def _filled(template: str, dice: Random) -> str:
    """TEMPLATE with made-up words in its places."""
    return _PLACE.sub(lambda place: _filler(place[1], dice), template)


_PLACE = re.compile(r"\{([A-Za-z]+?)(?:_2)?\}")


def _filler(place: str, dice: Random) -> str:
    kind = place.lower()
    if kind in _CHOICES:
        word = dice.choice(_CHOICES[kind])
    elif kind == "coined":
        word = _word(dice.randrange(200_000)) + dice.choice(("", "Net", "-X", "GAN"))
    else:
        word = _number(kind, dice)
    return word[:1].upper() + word[1:] if place[0].isupper() else word


_CHOICES = {
    "adjective": words.ADJECTIVES, "noun": words.NOUNS, "verb": words.VERBS, "task": words.TASKS, "maths": words.MATHS,
}  # fmt: skip


def _number(kind: str, dice: Random) -> str:
    match kind:
        case "percent":
            return f"{dice.uniform(1, 99):.1f}"
        case "decimal":
            return f"{dice.uniform(0.1, 9.9):.1f}"
        case "thousand":
            return f"{dice.randrange(1_000, 900_000):,}"
        case "year":
            return str(dice.randrange(1995, 2025))
        case _:
            return str(dice.randrange(2, 70))


def spelt(written: str, dice: Random) -> str:
    """The name WRITTEN, now and then with an initial for the given name."""
    given, _, rest = written.partition(" ")
    return f"{given[0]}. {rest}" if dice.random() < _INITIAL else written
