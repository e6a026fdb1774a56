"""Numbers as a person reads them."""

from __future__ import annotations

import pytest

from etl.numbers import about, chance, expected, number, share, size, span


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


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (7.0, "7"), (1234567, "1,234,567"), (0.05, "0.05"), (0.123456, "0.1235"), ("auto", "auto")],
)
def test_a_number_has_no_more_digits_than_it_needs(value: float | str, told: str) -> None:
    assert number(value) == told


@pytest.mark.parametrize(
    ("value", "told"), [(0.25, "0.2"), (9.94, "9.9"), (9.96, "10"), (10.6, "11"), (1234.5, "1,234")]
)
def test_an_estimate_has_one_digit_of_a_fraction_at_the_most(value: float, told: str) -> None:
    assert about(value) == told


@pytest.mark.parametrize(
    ("part", "told"), [(0, "0%"), (1, "<0.1%"), (10, "0.1%"), (5_000, "50%"), (9_999, ">99.9%"), (10_000, "100%")]
)
def test_a_share_that_is_not_nothing_is_not_told_as_nothing_nor_one_that_is_not_all_as_all(
    part: int, told: str
) -> None:
    assert share(part, 10_000) == told


@pytest.mark.parametrize(
    ("probability", "told"),
    [
        (0.0, "0.00"),
        (0.001, "<0.01"),
        (0.005, "0.01"),
        (0.256, "0.26"),
        (0.994, "0.99"),
        (0.999, ">0.99"),
        (1.0, "1.00"),
    ],
)
def test_what_is_not_certain_is_not_told_as_certain(probability: float, told: str) -> None:
    assert chance(probability) == told


@pytest.mark.parametrize(
    ("count", "told"),
    [(0, "none"), (0.2, "fewer than 1"), (0.5, "about 1"), (0.7, "about 1"), (1.4, "about 1"), (1234.5, "about 1,234")],
)
def test_what_is_expected_is_a_number_of_things(count: float, told: str) -> None:
    assert expected(count) == told


def test_a_share_of_nothing_and_a_span_of_one_year() -> None:
    assert share(0, 0) == "0%"
    assert (span([2020]), span([2014, 2025, 2016])) == ("2020", "2014 to 2025")
