"""Which listings show one paper, and which of them speaks for it."""

from __future__ import annotations

import polars as pl

from etl.transform.papers import assign_papers


def assigned(*lists: list[str], listings: tuple[int, ...] = ()) -> list[tuple[str, bool]]:
    """paper_id and canonical of copies of one title, venue and year with these author LISTS."""
    count = len(lists)
    copies = pl.DataFrame(
        {
            "copy": range(count), "base": ["b" * 12] * count, "venue": ["icml"] * count, "names": lists, "title_raw": ["A Title"] * count,
            "abstract_chars": [100] * count, "listings": listings or (1,) * count,
        },
        schema_overrides={"copy": pl.UInt64, "names": pl.List(pl.String)},
    )  # fmt: skip
    return assign_papers(copies).sort("copy").select("paper_id", "canonical").rows()


def test_copies_with_somebody_in_common_show_one_paper() -> None:
    first, second, third = assigned(["Ada Ames", "Bo Byrd"], ["Bo Byrd", "Ada Ames"], ["BO BYRD 0001"])
    assert first[0] == second[0] == third[0]
    assert [one[1] for one in (first, second, third)].count(True) == 1


def test_copies_with_nobody_in_common_are_papers_of_their_own() -> None:
    (ada, _), (bo, _) = assigned(["Ada Ames"], ["Bo Byrd"])
    assert ada != bo
    assert (ada[0], bo[0]) == ("b", "b")  # by this digit texts are put aside


def test_a_copy_without_names_is_no_paper_of_its_own() -> None:
    for lists in ([["Ada Ames"], []], [[], ["Ada Ames"]]):
        (one, _), (other, _) = assigned(*lists, listings=(2, 1))
        assert one == other


def test_the_copy_that_is_listed_most_speaks_for_the_paper_then_the_one_with_most_names() -> None:
    assert [canonical for _, canonical in assigned(["Ada Ames"], ["Ada Ames", "Bo Byrd"], listings=(2, 1))] == [
        True,
        False,
    ]
    assert [canonical for _, canonical in assigned(["Ada Ames"], ["Ada Ames", "Bo Byrd"])] == [False, True]


def test_many_papers_of_one_title_have_ids_of_their_own() -> None:
    ids = [paper_id for paper_id, _ in assigned(*([f"Person {number:x}"] for number in range(4000)))]
    assert len(set(ids)) == 4000


def test_a_copy_joins_the_first_paper_that_has_one_of_its_people() -> None:
    ada, bo, both, of_both = assigned(
        ["Ada Ames"], ["Bo Byrd"], ["Cy Cole", "Bo Byrd", "Ada Ames"], ["Cy Cole"], listings=(4, 3, 2, 1)
    )
    assert ada[0] == both[0] == of_both[0] != bo[0]


def test_a_damaged_name_makes_no_other_paper_and_no_other_id() -> None:
    damaged = ["&Eacute;va Byrd", "Ã‰va Byrd", r"{\'E}va Byrd 0001", "\u200bÉva Byrd"]
    ids = {paper_id for paper_id, _ in assigned(["Éva Byrd"], *([name] for name in damaged))}
    alone = {assigned([name])[0][0] for name in damaged}
    assert ids == alone == {assigned(["Éva Byrd"])[0][0]}


def test_the_id_of_a_paper_is_the_same_with_other_copies_and_without() -> None:
    ((alone, canonical),) = assigned(["Ada Ames"])
    assert canonical
    assert {one for one, _ in assigned(["Ada Ames"], ["Ada Ames", "Bo Byrd"])} == {alone}
