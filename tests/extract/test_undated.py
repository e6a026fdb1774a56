"""Headings that lost their year: what stands above the first good one is told as that, and given back."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.extract.damages import given_back, read

REAL = (Path(__file__).parents[2] / "raw" / "jacob_steinhardt.txt").read_bytes()
DATED = re.compile(rb" \d{4} (?=Conference Paper\n)")


@pytest.mark.parametrize("lost", [1, 3, 59])
def test_headings_without_a_year(lost: int) -> None:
    data = DATED.sub(b" ", REAL, count=lost)
    extracted = read(data)
    assert given_back(extracted) == {"0.txt": data}
    assert extracted.quarantine["reason"].to_list() == ["broken-heading"]
    assert extracted.listings.height == 59 - lost


def test_what_else_stands_above_the_first_heading() -> None:
    first = DATED.search(REAL)
    assert first is not None
    at = REAL.rfind(b"\n", 0, first.start()) + 1
    data = REAL[:at] + b"A line of a conference paper\n\n" + REAL[at:]
    assert read(data).quarantine["reason"].to_list() == ["not-in-grammar"]
