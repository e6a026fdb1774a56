"""Regular expressions that are compiled quickly match what the same ones match as they are written."""

from __future__ import annotations

import unicodedata

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extract.grammar.characters import GLYPHS
from etl.patterns import quick_regex

_PATTERNS = (
    r"^\W*(?:page \d+|\w+_k)\W*$",
    r"(?i)^\W*(?:kiosk|[sk]ky|\w\s\S)\b",
    r"(?i)[\w.-]+@\w|(?i:\p{L}k)",
    r"[\p{L}\p{N}._-]{2,3}\.$|^[^\p{L}\p{N}]*$",
    r"[^\W\d_]\x{b7}|\P{L}\p{Lu}\p{Ll}",
    r"(?P<kind>s\w)(?-i:K)|(?:\[s\]|[]k])",
)
_TEXTS = st.text(st.sampled_from("aksKSzé ÉßЖж中字ñ한ω_-.,;:[]@•–·“€7 \t\u202f"), max_size=12)


@pytest.mark.parametrize("pattern", _PATTERNS)
@given(texts=st.lists(_TEXTS, min_size=1, max_size=20))
def test_matches_are_the_same(pattern: str, texts: list[str]) -> None:
    text = pl.Series(texts)
    assert text.str.extract(f"({quick_regex(pattern)})").equals(text.str.extract(f"({pattern})"))


@pytest.mark.parametrize("part", [r"\w", r"\W", r"\p{L}", r"\P{L}"])
def test_letters_of_every_script_are_letters_and_marks_of_print_are_none(part: str) -> None:
    letters = [chr(code) for code in range(0x30000) if unicodedata.category(chr(code)) in {"Lu", "Ll", "Lo"}]
    signs = [chr(code) for code in [*range(0x80), *range(0xA0, 0xC0), *range(0x2000, 0x2070), *range(0x3000, 0x3003)]]
    common = pl.Series([*letters, *signs, *GLYPHS])
    odd = common.filter(common.str.contains(quick_regex(part)) != common.str.contains(part))
    # Signs that are made of letters (ℝ, ⁱ) are signs here, and what joins words without being seen joins none.
    rest = odd.filter(~odd.str.contains("[\u2100-\u218f]"))
    assert [char for char in rest if unicodedata.category(char) not in {"No", "Lm", "Cf", "Pc"}] == []


def test_it_is_worth_its_while() -> None:
    classes = quick_regex(r"\w\W\p{L}")
    assert "\\" not in classes.replace(r"\W", "")
    assert len(quick_regex(r"(?i)[\w]s")) < 40  # to find the other case of a range takes longer than it saves
