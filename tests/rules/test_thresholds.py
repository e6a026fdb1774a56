"""Where rules that count begin: what their words say is what they do, to the character and to the name."""

from __future__ import annotations

import polars as pl
import pytest

from etl.rules.examples import ABSTRACT, names, one
from tests.rules.example_findings import below, found_together


def _long(chars: int, letter: str = "a") -> str:
    """An abstract of so many characters."""
    return "W" + letter * (chars - 2) + "."


CASES = [
    ("TTL101", one(title="Gates"), one(title="Gatess")),
    ("TTL102", one(title="R" + "e" * 250), one(title="R" + "e" * 249)),
    ("ABS105", one(abstract=_long(99)), one(abstract=_long(100))),
    ("ABS105", one(abstract=_long(99, "ж")), one(abstract=_long(100, "ж"))),
    ("ABS105", one(abstract=_long(99, "𝔸")), one(abstract=_long(100, "𝔸"))),
    ("ABS106", one(abstract=_long(4001)), one(abstract=_long(4000))),
    ("ABS106", one(abstract=_long(4001, "ж")), one(abstract=_long(4000, "ж"))),
    ("AUT109", names(*(f"Ada A{n}b" for n in range(101))), names(*(f"Ada A{n}b" for n in range(100)))),
    ("NAM114", names("Ada " + "L" * 57), names("Ada " + "L" * 56)),
    ("NAM114", names("Ada B C D E F G H Love"), names("Ada B C D E F G Love")),
    ("ABS207", one(abstract=ABSTRACT + " For all ? it holds."), one(abstract=ABSTRACT + " Is it so ? It is.")),
    ("ABS207", one(abstract=ABSTRACT + " It is ?good? to us."), one(abstract=ABSTRACT + " Is it good? to us, yes.")),
    ("VEN110", one(heading="SIGGRAPH Asia 2016 Conference Paper"), one(heading="ACL Main 2016 Conference Paper")),
    ("ABS210", one(abstract="NNS " * 30), one(abstract="我们研究CNNs、LSTMs、GANs、BERT和GPT在NLP和CV中的应用，" * 3)),
    ("ABS211", one(abstract=ABSTRACT + " a b c d e f ends."), one(abstract=ABSTRACT + " a b c d e ends.")),
]


NAMES = [f"{code}-{n}" for n, (code, *_) in enumerate(CASES)]


@pytest.fixture(scope="module")
def found() -> pl.DataFrame:
    """The findings of one run over all cases."""
    examples = {f"{name} {kind}": one for name, (_, *both) in zip(NAMES, CASES, strict=True)
                for kind, one in zip(("flagged", "passed"), both, strict=True)}  # fmt: skip
    return found_together(examples)


@pytest.mark.parametrize("name", NAMES)
def test_a_rule_begins_where_it_says(found: pl.DataFrame, name: str) -> None:
    of_rule = found.filter(code=name.partition("-")[0])
    assert of_rule.filter(below(f"{name} flagged")).height == 1
    assert of_rule.filter(below(f"{name} passed")).is_empty()
