"""The reasons of quarantined text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from etl.extract import listings, page
from etl.extract.source import decode, files
from schemas.quarantine import REASONS

_GIVEN = {
    decode: r'Decoded\(b"", "[^"]*", "([a-z-]+)"',
    listings: r'(?m)^ {8}"([a-z0-9-]+)":',
    files: r'rejected="([a-z-]+)"',
    page: r'"(not-[a-z-]+)"',
}


@pytest.mark.parametrize(("module", "pattern"), _GIVEN.items(), ids=lambda x: getattr(x, "__name__", ""))
def test_each_reason_that_is_given_is_explained(module: object, pattern: str) -> None:
    given = set(re.findall(pattern, Path(module.__file__).read_text("utf-8")))  # type: ignore[attr-defined]
    assert given
    assert given <= REASONS.keys()
