"""Numbers as a person reads them."""

from __future__ import annotations

import pytest

from etl.numbers import size


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (0, "0 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_960, "1.0 MB"),
        (215_634_271, "215.6 MB"),
        (5_400_000_000, "5.4 GB"),
    ],
)
def test_a_size_has_the_unit_that_leaves_few_digits(count: int, told: str) -> None:
    assert size(count) == told
