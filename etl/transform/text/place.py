"""One space behind a punctuation mark, and how sure it makes us that the site put it in."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import NamedTuple


class Weight(enum.IntEnum):
    """NONE: an author's space. HINT: mended in a text known to be damaged. PROOF: no author writes it.

    HABIT: in a text known to be damaged, mended or not by what its author does elsewhere.
    """

    NONE = 0
    HINT = 1
    PROOF = 2
    HABIT = 3


LABELS = (
    r"task|theorem|section|sec\.|figure|fig\.|table|step|stage|phase|chapter|part|case|problem|question|lemma|"
    r"algorithm|level|type|example|experiment|claim|setting|scenario|track|challenge|class|rule|goal|rq|game|day|"
    r"contribution|hypothesis|assumption|property|definition|corollary|proposition|condition|version|round|group|model|"
    r"study|trial|arm|week|year|grade|layer|item"
)
"""What has a number behind it (`group 2`): what follows begins anew (as a pattern)."""

FAR = 20_000
"""How many characters to either side a rule may look: no abstract has more, and a hostile one costs no square."""

NONE, HINT, PROOF, HABIT = Weight.NONE, Weight.HINT, Weight.PROOF, Weight.HABIT


class Place(NamedTuple):
    """A space at `at` in `text`.

    `left` is the word before it, already mended, with its mark; `right` is what follows up to the next space;
    `math` is the formula round it (start and end in `text`), if any.
    """

    text: str
    at: int
    left: str
    right: str
    math: tuple[int, int] | None

    @property
    def stem(self) -> str:
        """The word before the space without its mark."""
        return self.left[:-1]


Rule = Callable[[Place], Weight | None]
"""Decides for a place, or leaves it (None) to the next rule."""


class Rules(NamedTuple):
    """The rules for one mark, in order, by what stands behind its space."""

    letter: tuple[Rule, ...]
    digit: tuple[Rule, ...]
    sign: tuple[Rule, ...]


def hint(holds: object) -> Weight | None:
    """HINT if the condition holds, else no opinion."""
    return HINT if holds else None


def proof(holds: object) -> Weight | None:
    """PROOF if the condition holds, else no opinion."""
    return PROOF if holds else None
