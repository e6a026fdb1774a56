import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.transform.author_lists.cap import Cap, find_cap

NATURAL = {1: 320, 2: 1130, 3: 1190, 4: 820, 5: 444, 6: 241, 7: 124, 8: 67, 9: 35, 10: 20, 11: 11, 12: 8, 15: 3, 31: 1}
NOBODY = pl.Series(dtype=pl.UInt32)
ONE_PAGE = {2: 9, 3: 18, 4: 8, 5: 6, 6: 4, 7: 4, 8: 10}


def lists(counts: dict[int, int], absent: dict[int, int] | None = None, venue: str = "v") -> pl.DataFrame:
    left, rows = dict(absent or {}), []
    for length, papers in counts.items():
        for _ in range(papers):
            rows.append((venue, length, len(rows), left.get(length, 0) > 0))
            left[length] = left.get(length, 0) - 1
    schema = {"venue_id": pl.String, "listed": pl.UInt32, "people": pl.UInt64, "absent": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def capped(counts: dict[int, int], cap: int, share: float = 1.0) -> dict[int, int]:
    out = {k: max(1, round(n * share)) for k, n in counts.items() if k < cap}
    return out | {cap: round(sum(n for k, n in counts.items() if k >= cap) * share)}


def find(counts: dict[int, int], absent: dict[int, int] | None = None) -> Cap:
    return find_cap(lists(counts, absent), None, NOBODY)


@pytest.mark.parametrize("cap", [4, 5, 6, 8, 10])
@pytest.mark.parametrize("share", [0.2, 1.0, 5.0])
def test_a_pile_up_is_the_cap(cap: int, share: float) -> None:
    found = find(capped(NATURAL, cap, share))
    assert (found.value, found.how) == (cap, "inferred")
    assert found.at_cap > (found.expected or 0) > 0


@pytest.mark.parametrize("share", [0.02, 0.2, 1.0, 5.0])
def test_a_natural_tail_has_none(share: float) -> None:
    found = find({k: round(n * share) for k, n in NATURAL.items()})
    assert (found.value, found.how, found.at_cap, found.expected) == (None, "none", 0, None)


@pytest.mark.parametrize(
    "counts", [{1: 3, 2: 9, 3: 8}, {1: 20, 2: 60, 3: 40, 4: 8}, {3: 1}, {1: 500}, {2: 5, 3: 4}, {}, {0: 7}]
)
def test_short_lists_of_a_small_field_have_none(counts: dict[int, int]) -> None:
    assert find(counts).value is None


def test_one_page_is_enough_where_it_piles_up() -> None:
    assert find(ONE_PAGE).value == 8
    assert find(ONE_PAGE, {8: 3}).value == 8


def test_missing_owners_at_one_length_tell_a_cap_that_few_lists_do_not() -> None:
    few = {3: 2, 4: 1, 8: 2}
    assert find(few).value is None
    assert find(few, {8: 1}).value == 8
    assert find(few, {3: 1}).value is None


def test_a_few_longer_lists_do_not_hide_the_cap() -> None:
    assert find(capped(NATURAL, 8) | {9: 3, 13: 2, 20: 1, 44: 1}).value == 8
    assert find(ONE_PAGE | {19: 1}).value == 8


@pytest.mark.parametrize("venue", ["v", "w"])
def test_people_who_always_sign_together_are_no_pile_up(venue: str) -> None:
    others, team = lists({1: 5, 2: 6, 3: 5, 4: 3, 5: 1}), lists({6: 40}, venue=venue)
    assert find_cap(pl.concat([others, team]), None, NOBODY).value == 6
    found = find_cap(pl.concat([others, team.with_columns(people=pl.lit(0, pl.UInt64))]), None, NOBODY)
    assert (found.value, found.venues.height) == (None, 0)


@pytest.mark.parametrize(
    ("ends", "cap"), [({8: 9, 19: 1}, 8), ({8: 18, 19: 2}, 8), ({8: 17, 19: 3}, None), ({8: 16, 13: 2, 19: 2}, None)]
)
def test_one_list_in_ten_may_be_longer_than_the_cap(ends: dict[int, int], cap: int | None) -> None:
    assert find({length: papers for length, papers in ONE_PAGE.items() if length < 8} | ends).value == cap


def test_of_four_lists_one_may_be_longer_and_of_three_none() -> None:
    assert find({2: 2, 3: 2, 8: 3, 19: 1}, {8: 3}).value == 8
    assert find({2: 2, 3: 2, 8: 2, 19: 1}, {8: 2}).value is None


def test_owners_missing_at_several_lengths_tell_no_cap() -> None:
    few = {3: 2, 4: 1, 8: 2}
    assert find(few, {8: 2}).value == 8
    assert find(few, {8: 2, 3: 1}).value is None


def test_a_venue_of_few_long_lists_follows_the_corpus() -> None:
    short = {1: 4, 2: 10, 3: 9, 4: 7}
    for at_five, venues in ((20, []), (50, [("b", 5)])):
        both = pl.concat([lists(capped(NATURAL, 8), venue="a"), lists(short | {5: at_five}, venue="b")])
        assert find_cap(both, None, NOBODY).venues.rows() == venues


def test_where_fewer_and_fewer_lists_end_no_fewer_are_expected_at_the_cap() -> None:
    found = find({1: 5, 2: 10, 3: 20, 4: 40, 5: 30, 6: 12, 7: 4, 8: 30})
    assert (found.value, found.at_cap, found.expected) == (8, 30, 9.0)


def test_a_setting_fixes_the_cap() -> None:
    found = find_cap(lists(NATURAL), 10, NOBODY)
    assert (found.value, found.how, found.at_cap) == (10, "setting", 20)
    assert find_cap(lists({2: 3}), 10, NOBODY).at_cap == 0


def test_the_setting_that_there_is_none_makes_no_cap_of_lists_without_names() -> None:
    found = find_cap(lists(capped(NATURAL, 8) | {0: 5}), 0, NOBODY)
    assert (found.value, found.how, found.at_cap, found.expected) == (None, "setting", 0, None)


def test_a_venue_may_have_its_own_cap() -> None:
    both = pl.concat([lists(capped(NATURAL, 8), venue="a"), lists(capped(NATURAL, 5, 0.3), venue="b")])
    found = find_cap(both, None, NOBODY)
    assert found.value == 8
    assert found.venues.rows() == [("b", 5)]
    got = pl.DataFrame({"venue_id": ["a", "b", "c", None]}).select(found.of_venue())
    assert got.to_series().to_list() == [8, 5, 8, 8]


TALL = {length: 5 * papers for length, papers in NATURAL.items()}


@pytest.mark.parametrize(
    ("others", "owners", "cap", "of_some"),
    [
        (TALL, {8: 12}, 8, (8,)),
        (TALL, {5: 20, 8: 12}, 8, (5, 8)),
        (TALL, {8: 20, 2: 2}, 8, (8,)),
        (capped(TALL, 12), {8: 12, 12: 30}, 12, (8,)),
        (capped(TALL, 12), {12: 30}, 12, ()),
        (TALL, {8: 3}, None, ()),
        (TALL, {8: 12, 3: 4, 2: 4}, None, ()),
        (TALL, {2: 40}, None, ()),
    ],
)
def test_missing_owners_tell_where_one_site_cuts_beside_the_pages_of_another(
    others: dict[int, int], owners: dict[int, int], cap: int | None, of_some: tuple[int, ...]
) -> None:
    both = pl.concat([lists(capped(NATURAL, 8), owners), lists(others)]).drop("people").with_row_index("people")
    found = find_cap(both, None, pl.Series([k for k, n in owners.items() for _ in range(n)], dtype=pl.UInt32))
    assert (found.value, found.of_some) == (cap, of_some)
    assert (found.expected is None) == (cap is None or cap in of_some)


def test_venues_of_a_natural_corpus_have_none() -> None:
    parts = [lists({k: round(n * s) for k, n in NATURAL.items()}, venue=v) for v, s in (("a", 1), ("b", 0.1))]
    assert find_cap(pl.concat(parts), None, NOBODY).venues.is_empty()


def test_lengths_are_counted() -> None:
    assert find({1: 2, 4: 3}).lengths.rows() == [(1, 2), (4, 3)]


@given(st.dictionaries(st.integers(0, 30), st.integers(0, 40), max_size=8))
def test_a_cap_is_a_length_that_is_there(counts: dict[int, int]) -> None:
    found = find(counts)
    assert found.value is None or counts.get(found.value, 0) > 0
    assert found.lengths.get_column("papers").sum() == sum(n for k, n in counts.items() if k > 0)
