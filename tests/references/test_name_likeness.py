"""How alike names are, and what two lists say of each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.references.matching.list_relation import relate
from etl.references.matching.name_likeness import Likeness, likeness


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("jacob steinhardt", "jacob steinhardt", Likeness.SAME),
        ("steinhardt jacob", "jacob steinhardt", Likeness.SAME),
        ("guang bin huang", "guangbin huang", Likeness.SAME),
        ("karl mueller", "karl muller", Likeness.SAME),
        ("henry kyburg jr", "henry kyburg", Likeness.SAME),
        ("ann lee", "anm lex", Likeness.OTHER),
        ("lee", "annabel lee", Likeness.OTHER),
        ("rosalind lovelace", "rosalimd lovelase", Likeness.WEAK),
        ("wei wang 0001", "wei wang", Likeness.SAME),
        ("wei wang 0001", "wei wang 0001", Likeness.SAME),
        ("j steinhardt", "jacob steinhardt", Likeness.INITIALS),
        ("steinhardt j", "jacob steinhardt", Likeness.INITIALS),
        ("b steinhardt", "jacob steinhardt", Likeness.OTHER),
        ("tatsunori b hashimoto", "tatsunori hashimoto", Likeness.INITIALS),
        ("j b rossi", "jean baptiste rossi", Likeness.INITIALS),
        ("jb rossi", "jean baptiste rossi", Likeness.INITIALS),
        ("rossi jb", "j b rossi", Likeness.INITIALS),
        ("jp rossi", "jean baptiste rossi", Likeness.WEAK),
        ("rianne van den berg", "r van den berg", Likeness.INITIALS),
        ("wei wang 0001", "wei wang 0002", Likeness.WEAK),
        ("jacob steinhart", "jacob steinhardt", Likeness.WEAK),
        ("joe kwon", "joseph kwon", Likeness.WEAK),
        ("joe steinhart", "joseph steinhardt", Likeness.WEAK),
        ("joe kwan", "joseph kwon", Likeness.OTHER),
        ("maria lopez", "maria lopez gonzalez", Likeness.WEAK),
        ("jun li", "wei zhang", Likeness.OTHER),
        ("jacob smith", "jacob steinhardt", Likeness.OTHER),
        ("anna smith", "bert smith", Likeness.OTHER),
        ("", "jacob steinhardt", Likeness.OTHER),
    ],
)
def test_likeness(one: str, other: str, expected: Likeness) -> None:
    assert likeness(one, other) == likeness(other, one) == expected


PEOPLE = ["ada ames", "bob byrd", "cy cole", "dee dorn", "eve east", "fay ford", "gus gray", "hal hill"]


def outcome(listed: list[str], known: list[str], *, listed_open: bool = False, known_open: bool = False) -> str:
    return relate(listed, known, listed_open=listed_open, reference_open=known_open).outcome


@given(st.permutations(PEOPLE), st.integers(1, 8), st.integers(1, 8))
def test_a_prefix_is_the_same_or_longer(people: list[str], listed: int, known: int) -> None:
    if listed <= known:
        expected = "longer" if known > listed else "same"
        assert outcome(people[:listed], people[:known]) == expected
        assert outcome(people[:listed], people[:known], known_open=True) == "longer"


def test_an_open_reference_that_ends_early_says_nothing() -> None:
    assert outcome(PEOPLE, PEOPLE[:5], known_open=True) == "none"
    assert outcome(PEOPLE[:5], PEOPLE[:5], listed_open=True) == "none"


@pytest.mark.parametrize(
    ("listed", "known", "detail", "at"),
    [
        (PEOPLE[:5], PEOPLE[:3], "the reference ends before position 4 (5 listed, 3 in the reference)", None),
        ([PEOPLE[1], PEOPLE[0], *PEOPLE[2:4]], PEOPLE[:4], "the same names in another order", None),
        ([PEOPLE[0], *PEOPLE[2:5]], PEOPLE[:5], "4 listed, 5 in the reference", 2),
        ([PEOPLE[0], "bob bird", *PEOPLE[2:6]], [*PEOPLE[:5], PEOPLE[6]], "6 listed, 6 in the reference", 2),
    ],
)
def test_a_contradiction_says_what_differs(listed: list[str], known: list[str], detail: str, at: int | None) -> None:
    relation = relate(listed, known, listed_open=False, reference_open=False)
    assert relation.outcome == "contradicts"
    assert relation.detail.startswith(detail)
    assert relation.differs_at == at


def test_a_look_alike_at_the_place_of_a_missing_name_is_not_that_name() -> None:
    assert outcome(["ada ames", "jun liu", "cy cole"], ["ada ames", "jun li", "jun liu", "cy cole"]) != "longer"
    assert outcome(["ada ames", "jun liu", "jun li"], ["ada ames", "jun li", "jun liu"]) != "same"


def test_other_people_are_no_relation() -> None:
    assert outcome(PEOPLE[:4], PEOPLE[4:]) == "none"
    assert outcome(["jun li"], ["jun liu"]) == "none"
    assert outcome(PEOPLE[:3], [PEOPLE[0], *PEOPLE[4:6]]) == "none"


def test_one_misspelled_name_among_many_is_borne_and_three_are_not() -> None:
    assert outcome(["ada amess", *PEOPLE[1:]], PEOPLE) == "same"
    assert outcome(["ada amess", "bob birdd", "cy colle", *PEOPLE[3:]], PEOPLE) == "none"


@pytest.mark.parametrize(("shared", "outcome"), [(2, "none"), (3, "contradicts")])
def test_lists_contradict_where_three_names_in_five_are_on_both(shared: int, outcome: str) -> None:
    listed = ["ada bell", "bo cole", "cy dunn", "di ess", "ed fox"]
    known = [*reversed(listed[:shared]), "gil hart", "ira jones", "kim lane"][:5]
    assert relate(listed, known, listed_open=False, reference_open=False).outcome == outcome
