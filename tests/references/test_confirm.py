"""Papers matched with references: safe matches are found, unsafe ones are none."""

import random
from typing import Any

import polars as pl
import pytest

from etl.pipeline.merging.referenced import with_registry
from etl.references.base import READ_SCHEMA
from etl.references.matching.confirm import CONFIRMED, confirm
from etl.references.matching.keys import title_key
from etl.references.matching.same_venue import Venues

NAMES = [
    "Ada Ames", "Bob Byrd", "Cy Cole", "Dee Dorn", "Eve East", "Fay Ford", "Gus Gray", "Hal Hill", "Ivy Ives",
]  # fmt: skip
TITLE = "Learning Sparse Representations of Audio Signals"


def paper(names: list[str], **other: Any) -> dict[str, Any]:
    fields = {"paper_id": "p1", "title": TITLE, "year": 2020, "venue_id": "icml", "venue_raw": "ICML"}
    return fields | {"names": names} | other


def reference(authors: list[str], **other: Any) -> dict[str, Any]:
    fields = {"source": "refs.jsonl", "row": 1, "title": TITLE, "year": 2020, "venue": "ICML"}
    return fields | {"authors": authors} | other


def run(papers: list[dict[str, Any]], references: list[dict[str, Any]]) -> pl.DataFrame:
    ours = pl.DataFrame(
        papers, schema_overrides={"year": pl.Int32, "venue_raw": pl.String, "names": pl.List(pl.String)}
    )
    theirs = pl.DataFrame(references, schema={"source": pl.String(), **READ_SCHEMA})
    theirs = theirs.with_columns(title_key(pl.col("title")).alias("title_key"))
    return confirm(ours, with_registry(theirs).lazy())


def outcomes(listed: dict[str, Any], *references: dict[str, Any]) -> list[str]:
    return run([listed], list(references))["outcome"].to_list()


def test_the_columns_and_types() -> None:
    found = run([paper(NAMES[:8])], [reference(NAMES)])
    assert found.schema == pl.Schema(CONFIRMED)
    assert found.row(0) == ("p1", "longer", "refs.jsonl", 1, TITLE, 2020, "ICML", NAMES, "", None, Venues.SAME)


def test_nothing_to_match_gives_no_rows() -> None:
    assert run([paper(NAMES[:8])], []).is_empty()
    assert run([paper([])], [reference(NAMES)]).is_empty()
    assert run([paper(NAMES[:3], title="?!")], [reference(NAMES[:3], title="!?")]).is_empty()
    assert run([paper(["et al."])], [reference(NAMES[:3])]).is_empty()


@pytest.mark.parametrize(
    "written",
    [
        NAMES[:4],
        ["A. Ames", "B. Byrd", "C. Cole", "D. Dorn"],
        ["Ames Ada", "Byrd Bob", "Cole Cy", "Dorn Dee"],
        ["Áda Ames", "Bob Q. Byrd", "Cy Cole 0001", "Dee Dorne"],
    ],
)
def test_names_written_otherwise_are_the_same_list(written: list[str]) -> None:
    assert outcomes(paper(NAMES[:4]), reference(written)) == ["same"]


@pytest.mark.parametrize(
    "other",
    [
        {"year": 2019, "venue": "CoRR"},
        {"year": 2021, "venue": None},
        {"year": None},
        {"title": "learning sparse {R}epresentations of {\\emph{Audio}} signals."},
        {"title": "Learning Sparse Represntations of Audio Signals"},
        {"title": "Learning Sparse Representations of Adio Singals"},
    ],
)
def test_a_longer_list_at_the_cap_proves_the_cut(other: dict[str, Any]) -> None:
    assert outcomes(paper(NAMES[:8]), reference(NAMES, **other)) == ["longer"]


@pytest.mark.parametrize(
    "other",
    [
        {"authors": ["Jo Jay", "Kim Kerr"]},
        {"year": 2022},
        {"year": 2021, "venue": "JMLR"},
        {"year": 2020, "venue": "JMLR"},
        {"title": "Learning Nonsparse Representations of Audio Signals"},
        {"title": TITLE + " II"},
        {"title": "Learning Sparse Representations of Radio Signals"},
        {"title": "Learning Sparse Representations of Video Signals"},
        {"title": TITLE + " 2"},
    ],
)
def test_what_is_not_safe_is_no_match(other: dict[str, Any]) -> None:
    assert outcomes(paper(NAMES[:8]), reference(NAMES) | other) == []


def test_a_short_list_is_cut_only_where_no_other_version_can_be_meant() -> None:
    capped = paper(NAMES[:8], paper_id="p2", title="Another Paper of Eight")
    for other, expected in [({}, ["longer"]), ({"venue": "CoRR"}, []), ({"year": 2021, "venue": None}, [])]:
        assert run([paper(NAMES[:3]), capped], [reference(NAMES[:4], **other)])["outcome"].to_list() == expected


def test_a_one_name_list_under_a_short_title_is_no_evidence() -> None:
    assert outcomes(paper(["Wei Wang"], title="Editorial"), reference(["Wei Wang"], title="Editorial")) == []
    assert outcomes(paper(["Wei Wang"]), reference(["Wei Wang"])) == ["same"]
    assert outcomes(paper(["Wei Wang 0001"]), reference(["Wei Wang 0002"])) == []


@pytest.mark.parametrize(
    ("names", "title", "other", "expected"),
    [
        (1, "Sparse Audio Codes", {}, ["same"]),
        (1, "Sparse Audio Codes", {"venue": None}, []),
        (1, "Sparse Audio Codes", {"year": 2021}, []),
        (2, "Deep Nets", {"venue": None}, ["same"]),
        (2, "Deep Nets", {"venue": "NeurIPS"}, []),
        (2, "Deep Nets", {"venue": None, "year": None}, []),
    ],
)
def test_venue_and_year_decide_where_names_and_title_say_little(
    names: int, title: str, other: dict[str, Any], expected: list[str]
) -> None:
    assert outcomes(paper(NAMES[:names], title=title), reference(NAMES[:names], title=title, **other)) == expected


@pytest.mark.parametrize("mark", ["et al.", "others", "…", "+3 more", "and 3 others", "[3 more]", "u. a.", "et autres"])
def test_a_list_that_says_that_it_goes_on_is_cut(mark: str) -> None:
    assert outcomes(paper([*NAMES[:5], mark]), reference(NAMES[:8])) == ["longer"]
    assert outcomes(paper([*NAMES[:5], mark]), reference(NAMES[:5])) == []


def test_a_name_may_say_so_too() -> None:
    assert outcomes(paper([*NAMES[:4], f"{NAMES[4]} et al."]), reference(NAMES[:8])) == ["longer"]


def test_an_open_reference_proves_longer_but_never_same() -> None:
    assert outcomes(paper(NAMES[:8]), reference([*NAMES[:8], "et al."])) == ["longer"]
    assert outcomes(paper([*NAMES[:7], "H. Hill"]), reference([*NAMES[:8], "et al."])) == ["longer"]
    assert outcomes(paper(NAMES[:8]), reference([*NAMES[:3], "et al."])) == []
    capped = paper(NAMES[:8], paper_id="p2", title="Another Paper of Eight")
    assert run([paper(NAMES[:3]), capped], [reference([*NAMES[:3], "et al."])]).is_empty()
    found = run([paper(NAMES[:8])], [reference([*NAMES, "et al."])])
    assert found["outcome"].to_list() == ["longer"]
    assert found["authors"].to_list() == [NAMES]


def test_a_name_that_the_reference_has_twice_is_missing_from_no_list() -> None:
    assert outcomes(paper(NAMES[:8]), reference([*NAMES[:8], NAMES[0]])) == []
    assert outcomes(paper(NAMES[:8]), reference([*NAMES[:7], "Hal Q. Hill", NAMES[0]])) == []
    assert outcomes(paper(NAMES[:8]), reference([*NAMES[:8], NAMES[0], NAMES[8]])) == ["longer"]


def test_a_list_that_the_reference_has_twice_ends_where_it_begins_anew() -> None:
    assert run([paper(NAMES[:8])], [reference(NAMES * 2)])["authors"].to_list() == [NAMES]
    again = [*NAMES, NAMES[8]]  # one name twice may be two people
    assert run([paper(NAMES[:8])], [reference(again)])["authors"].to_list() == [again]


def test_names_beyond_the_list_are_turned_where_those_on_it_are() -> None:
    turned = [" ".join(reversed(name.split())) for name in NAMES]
    found = run([paper(NAMES[:8])], [reference(turned)])
    assert found["authors"].to_list() == [[*turned[:8], "Ivy Ives"]]
    short = [f"{name.split()[1]} {name[0]}" for name in NAMES[:8]]
    found = run([paper(NAMES[:8])], [reference([*short, "van Ives IJ"])])
    assert found["authors"].to_list() == [[*short, "IJ van Ives"]]
    initials = [f"{name[0]}. {name.split()[1]}" for name in NAMES[:8]]
    for written in ([*turned[:3], *NAMES[3:8]], initials):
        found = run([paper(NAMES[:8])], [reference([*written, "Ivy Ives"])])
        assert found["authors"].to_list() == [[*written, "Ivy Ives"]]


SOUTH = ["Bharathi B", "Kavitha K R", "Anitha S", "Meena R", "Raja M-K"]
TURNED = ["B Bharathi", "K R Kavitha", "S Anitha", "R Meena", "M-K Raja"]
"""The same names as a reader has them from a list that seems to be in the style of Vancouver."""


def test_initials_stay_behind_where_they_stand_so_on_the_list() -> None:
    found = run([paper(SOUTH[:3])], [reference(TURNED)])
    assert found["authors"].to_list() == [SOUTH]


def test_initials_stand_where_other_papers_have_them() -> None:
    def beyond(*others: str) -> list[str]:
        papers = [
            paper(["Ada Ames", "Eve East"]),
            paper(list(others), paper_id="p2", title="Ropes and Knots", year=2001),
        ]
        known = ["Ada Ames", "Eve East", "K R Kavitha", "S Anitha", "B-J Fox"]
        return run(papers, [reference(known)])["authors"].to_list()[0][2:]

    assert beyond("Kavitha KR", "Anitha S.", "Cy Cole") == ["Kavitha KR", "Anitha S.", "B-J Fox"]
    assert beyond("Kavitha KR", "K. R. Kavitha", "Anitha T") == ["K R Kavitha", "S Anitha", "B-J Fox"]
    assert beyond("Fox BJ", "Cy Cole") == ["K R Kavitha", "S Anitha", "Fox BJ"]


def test_another_list_of_the_same_paper_contradicts() -> None:
    assert outcomes(paper(NAMES[:5]), reference(NAMES[:3])) == ["contradicts"]
    assert outcomes(paper(NAMES[:5]), reference(NAMES[:5][::-1])) == ["contradicts"]
    assert outcomes(paper([NAMES[0], *NAMES[2:5]]), reference(NAMES[:5])) == ["contradicts"]
    assert outcomes(paper(NAMES[:5]), reference(NAMES[:3], venue="CoRR")) == []
    assert outcomes(paper(NAMES[:5]), reference(NAMES[:3], year=2021)) == []


def test_the_reference_of_the_same_venue_and_year_is_preferred() -> None:
    preprint = reference(NAMES[:8], venue="CoRR", year=2019)
    journal = reference([*NAMES, "Jo Jay"], row=3, venue="JMLR", year=2021)
    found = run([paper(NAMES[:8])], [preprint, reference(NAMES, row=2), journal])
    assert found.select("outcome", "row").rows() == [("longer", 2)]


def test_equally_good_references_that_disagree_give_none() -> None:
    assert outcomes(paper(NAMES[:8]), reference(NAMES[:8]), reference(NAMES, row=2)) == []
    assert outcomes(paper(NAMES[:8]), reference(NAMES), reference([*NAMES[:8], "Jo Jay"], row=2)) == []
    assert outcomes(paper(NAMES[:8]), reference(NAMES), reference([*NAMES[:8], "I. Ives"], row=2)) == ["longer"]


def test_a_reference_belongs_to_the_paper_it_fits_best() -> None:
    journal = paper(NAMES[:8], paper_id="p2", venue_id="jmlr", venue_raw="JMLR", year=2021)
    found = run([paper(NAMES[:8]), journal], [reference(NAMES, venue=None, year=2021)])
    assert found["paper_id"].to_list() == ["p2"]


def test_a_reference_that_confirms_one_paper_proves_nothing_of_another() -> None:
    journal = paper(NAMES[:2], paper_id="p2", venue_id="jmlr", venue_raw="JMLR")
    found = run([paper(NAMES[:3]), journal], [reference(NAMES[:3], venue=None)])
    assert found.select("paper_id", "outcome").rows() == [("p1", "same")]


SUBTITLED = f"{TITLE}: A Wavelet View"


@pytest.mark.parametrize(("ours", "theirs"), [(TITLE, SUBTITLED), (SUBTITLED, TITLE), (SUBTITLED, f"{TITLE}.")])
def test_a_subtitle_may_be_missing_at_the_same_venue_and_year(ours: str, theirs: str) -> None:
    assert outcomes(paper(NAMES[:8], title=ours), reference(NAMES, title=theirs)) == ["longer"]
    assert outcomes(paper(NAMES[:2], title=ours), reference(NAMES[:2], title=theirs)) == ["same"]
    for other in ({"venue": None}, {"year": 2021}, {"year": None}, {"authors": [*NAMES[:7], "Hal Hull"]}):
        assert outcomes(paper(NAMES[:8], title=ours), reference(NAMES, title=theirs) | other) == []
    assert outcomes(paper(NAMES[:1], title=ours), reference(NAMES[:1], title=theirs)) == []


@pytest.mark.parametrize(
    "subtitle", [": Part Two", ": Supplement", ", and More", " II", ": An Extended Version", ": v2"]
)
def test_a_subtitle_that_names_another_part_or_version_is_no_match(subtitle: str) -> None:
    assert outcomes(paper(NAMES[:8]), reference(NAMES, title=TITLE + subtitle)) == []


def test_a_title_without_a_subtitle_may_be_either_of_two() -> None:
    papers = [paper(NAMES[:2], title=SUBTITLED), paper(NAMES[:2], paper_id="p2", title=f"{TITLE}: A Fourier View")]
    assert run(papers, [reference(NAMES[:2])]).is_empty()
    two = [reference(NAMES[:2], title=each["title"], row=row) for row, each in enumerate(papers, 1)]
    assert run([paper(NAMES[:2])], two).is_empty()


def test_a_reference_with_the_title_of_another_paper_is_no_misspelling() -> None:
    macro, micro = "Properties of Macro Economies in Networks", "Properties of Micro Economies in Networks"
    papers = [paper(NAMES[:4], title=macro), paper(NAMES[:4], paper_id="p2", title=micro)]
    found = run(papers, [reference(NAMES[:4], title=micro)])
    assert found.select("paper_id", "outcome").rows() == [("p2", "same")]


@pytest.mark.parametrize(
    ("other", "expected"), [({}, ["same"]), ({"venue": "NeurIPS"}, []), ({"venue": None}, []), ({"year": 2021}, [])]
)
def test_one_name_under_a_misspelled_title_is_safe_at_the_same_venue_and_year(
    other: dict[str, Any], expected: list[str]
) -> None:
    misspelled = TITLE.replace("Representations", "Representatoins")
    assert outcomes(paper(NAMES[:1]), reference(NAMES[:1], title=misspelled, **other)) == expected
    assert outcomes(paper(NAMES[:2]), reference(NAMES[:2], title=misspelled, venue=None)) == ["same"]


def test_no_name_merely_resembles_under_a_misspelled_title() -> None:
    listed, misspelled = [*NAMES[:3], "Dee Dorm"], TITLE.replace("Representations", "Representatoins")
    assert outcomes(paper(listed), reference(NAMES[:4])) == ["same"]
    assert outcomes(paper(listed), reference(NAMES[:4], title=misspelled)) == []


def test_the_order_of_rows_changes_nothing() -> None:
    papers = [paper(NAMES[i % 3 : 8], paper_id=f"p{i}", title=f"{TITLE} {i}") for i in range(20)]
    references = [
        reference(NAMES[i % 3 : 8 + i % 2], row=i + 1, title=f"{TITLE} {i // 2}", venue=[None, "ICML"][i % 2])
        for i in range(40)
    ]
    expected = run(papers, references)
    shuffler = random.Random(1)
    for _ in range(3):
        shuffler.shuffle(papers)
        shuffler.shuffle(references)
        assert run(papers, references).equals(expected)
    assert not expected.is_empty()


@pytest.mark.parametrize(
    "venue",
    ["Proc. of the 37th International Conference on Machine Learning", "Intl. Quux Congress on Learning", "ICML (3)"],
)
def test_how_the_venue_is_written_does_not_block_a_safe_match(venue: str) -> None:
    assert outcomes(paper(NAMES[:8]), reference(NAMES, venue=venue)) == ["longer"]
    assert outcomes(paper(NAMES[:8]), reference(NAMES[:8], venue=venue)) == ["same"]


def test_the_registry_tells_another_venue_from_the_same_one() -> None:
    neurips = paper(NAMES[:8], venue_id="neurips", venue_raw="NIPS")
    assert outcomes(neurips, reference(NAMES, venue="Advances in Neural Information Processing Systems 33")) == [
        "longer"
    ]
    assert outcomes(neurips, reference(NAMES, venue="J. Mach. Learn. Res.")) == []


@pytest.mark.parametrize(("title", "expected"), [("Sparse Signals", []), ("Sparser Signals I", ["contradicts"])])
def test_under_a_short_title_another_list_is_that_of_another_paper(title: str, expected: list[str]) -> None:
    others = [*NAMES[:3], "Zoe Zimmer"]
    assert outcomes(paper(NAMES[:4], title=title), reference(others, title=title)) == expected


def test_a_list_shorter_than_the_longest_usual_one_is_not_continued_by_another_years_version() -> None:
    def found(*sizes: int) -> list[str]:
        others = [
            paper(NAMES[:size], paper_id=f"q{n}", title=f"Another Title of Pages {n}") for n, size in enumerate(sizes)
        ]
        return run([paper(NAMES[:5]), *others], [reference(NAMES, year=2021)])["outcome"].to_list()

    assert found(3, 3, 3, 3) == ["longer"]
    assert found(3, 3, 3, 3, 8) == []
