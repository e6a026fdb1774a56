"""Findings as rows: ids that stay, whatever happens elsewhere; places; settings by path."""

from __future__ import annotations

import json
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from etl.rules.catalogue import CATALOGUE
from etl.rules.examples import ABSTRACT, Listing, eight, page
from schemas.settings import Ignore, Settings
from tests.rules.pipeline_run import run_pages
from tests.transform.author_corpus import people

REAL = Path(__file__).parents[2] / "raw" / "jacob_steinhardt.txt"
ADA = page(
    Listing(title="reading pages without end.", abstract=""),
    Listing(title="Writing Pages at Length", authors=("Alan Turing", "ALAN TURING", "Ada Lovelace")),
    Listing(title="Zebras of Many Kinds (And", heading="ICLR Conference 1999 Conference Paper"),
    declared=5,
)
ALAN = page(
    Listing(title="Writing Pages at Length", authors=("Alan Turing", "ALAN TURING", "Ada Lovelace")),
    owner="Alan Turing",
    rows=3,
)
GRACE = page(
    Listing(title="Compiling What Was Written", authors=("Grace Hopper", "Dr. Emmy Noether"), abstract=ABSTRACT[:-1]),
    owner="Grace Hopper",
)
EMMY = page(Listing(title="Rings", authors=("Emmy Noether",), abstract="Short."), owner="Emmy Noether")
FILES = {"a.txt": ADA, "b.txt": ALAN, "c.txt": GRACE}


def known(folder: Path, *records: dict[str, object], **settings: Any) -> Settings:
    """Settings with a reference that has RECORDS, papers of 2021."""
    text = "".join(json.dumps({"year": 2021, "title": "Learning to Read Pages"} | record) + "\n" for record in records)
    (folder / "known.jsonl").write_text(text, "utf-8")
    return Settings(references=(str(folder / "known.jsonl"),), **settings)


def found(files: dict[str, str], choice: Settings | None = None) -> pl.DataFrame:
    return run_pages({path: text.encode() for path, text in files.items()}, choice)[1]


@cache
def as_is() -> pl.DataFrame:
    return found(FILES)


def ids(frame: pl.DataFrame, *paths: str) -> set[str]:
    return set(frame.filter(pl.col("path").is_in(paths))["finding_id"] if paths else frame["finding_id"])


def test_counts_are_told_in_their_number() -> None:
    pages = {
        "a.txt": ALAN + "\njunk\n",
        "b.txt": page(Listing(authors=("Grace Hopper",)), rows=2),
        "c.txt": page(owner="Emmy Noether", declared=1),
        "d.txt": page(Listing("Rings", authors=("Kurt Gödel", "et al.")), owner="Kurt Gödel"),
    }
    told = found(pages)
    messages = " ".join(told["message"])
    assert "joins 3 author rows; its lists show 2 spellings of Alan Turing." in messages
    assert "on no list of the page, which has 1 list, under" in messages
    assert "declares 1 paper and lists 0" in messages
    assert "shows 1 author and was cut" in messages
    assert "(s)" not in messages


def test_et_al_makes_no_spelling_of_its_own() -> None:
    told = found({
        "a.txt": page(
            Listing("Ideals", authors=("Emmy Noether et al.",)),
            Listing("Rings", authors=("Emmy Noether", "the BELL Investigators")),
            owner="Emmy Noether",
        ),
        "b.txt": page(Listing("Sets", authors=("Grace Hopper et al.",)), owner="Grace Hopper"),
    })  # fmt: skip
    assert not {"author-rows-differ", "owner-absent", "no-authors", "name-lower-case"} & set(told["rule"])


@pytest.mark.parametrize(("lists", "owner", "told"), [
    (10, "Owen Page", True), (9, "Owen Page", False),
    (10, "Grase Hopper", False),  # misspelt
])  # fmt: skip
def test_an_owner_on_none_of_many_lists_is_told_though_all_are_at_the_cap(lists: int, owner: str, told: bool) -> None:
    first, *others = people(2 * lists + 1)
    shown = [(first if at else "Grace Hopper", *others[2 * at : 2 * at + 2]) for at in range(lists)]
    text = page(*(Listing(f"Paper {at:02}", names) for at, names in enumerate(shown)), owner=owner)
    rules = found({"a.txt": text}, Settings(cap=3))["rule"].to_list()
    assert ("owner-on-no-list" in rules, "author-list-truncated" in rules) == (told, not told)


def test_ids_are_unique_and_there_are_findings_of_many_families() -> None:
    frame = as_is()
    assert frame["finding_id"].is_unique().all()
    assert set(frame["code"].str.head(3)) >= {"PAG", "AUT", "NAM", "VEN", "TTL", "ABS"}


@pytest.mark.parametrize("order", ["cba", "bca"])
def test_the_order_of_files_changes_nothing(order: str) -> None:
    assert found({f"{name}.txt": FILES[f"{name}.txt"] for name in order}).equals(as_is())


def test_ids_stay_when_a_page_is_added() -> None:
    before, after = as_is(), found({"0.txt": EMMY, **FILES})
    assert ids(before) <= ids(after)
    assert ids(after) > ids(before)


MORE = page(
    *(Listing(title=f"More {i:02}", authors=(name, "Emmy Noether")) for i, name in enumerate(("Joe Kwon", "Joseph Kwon"))),
    *(Listing(title=f"Zeta {i:02}", heading=f"{venue} Conference 2021 Conference Paper", authors=("Emmy Noether",))
      for i, venue in enumerate(("Zork", "MCS"))),
    *(Listing(title=f"Long {i:02}", authors=tuple(eight())) for i in range(9)),
    owner="Sofia Kovalevskaya",
)  # fmt: skip


@pytest.mark.parametrize(
    ("code", "measured"),
    [("AUT102", "probability"), ("NAM102", "shared_coauthors"), ("VEN101", "papers"), ("VEN103", "papers")],
)
def test_messages_stay_when_what_is_measured_over_all_pages_moves(code: str, measured: str) -> None:
    (rule,) = (rule for rule in CATALOGUE if rule.code == code)
    pages = {f"{number}.txt": text for number, text in enumerate((*rule.flagged.pages, REAL.read_text("utf-8")))}
    before, after = (
        {row["finding_id"]: row for row in found(files).filter(pl.col("code") == code).to_dicts()}
        for files in (pages, pages | {"more.txt": MORE})
    )
    assert {key: row["message"] for key, row in before.items()} == {key: after[key]["message"] for key in before}
    told = [[json.loads(rows[key]["evidence"])[measured] for key in before] for rows in (before, after)]
    assert told[0] != told[1]


def test_ids_stay_when_another_listing_is_edited() -> None:
    edited = FILES | {"c.txt": GRACE.replace("Compiling", "Interpreting")}
    assert ids(as_is(), "a.txt", "b.txt") == ids(found(edited), "a.txt", "b.txt")


def test_ids_stay_when_lines_move_and_files_are_renamed() -> None:
    moved = {"z/" + path: "\n\n" + text for path, text in FILES.items()}
    before, after = as_is(), found(moved)
    assert ids(before) == ids(after)
    assert before.sort("finding_id")["path"].to_list() != after.sort("finding_id")["path"].to_list()


def test_a_finding_goes_with_what_it_is_about() -> None:
    mended = FILES | {"c.txt": GRACE.replace("Dr. Emmy", "Emmy")}
    gone = ids(as_is()) - ids(found(mended))
    assert set(as_is().filter(pl.col("finding_id").is_in(sorted(gone)))["rule"]) == {"name-has-affiliation"}


def test_lines_are_those_of_the_part_that_is_damaged() -> None:
    lines = ["", *ADA.splitlines()]
    frame = as_is().filter(pl.col("path") == "a.txt")
    stop = frame.filter(pl.col("rule") == "title-ends-in-stop").row(0, named=True)
    assert lines[stop["first_line"]] == lines[stop["last_line"]] == "reading pages without end."
    year = frame.filter(pl.col("rule") == "venue-year-implausible").row(0, named=True)
    assert lines[year["first_line"]].startswith("ICLR")


def test_a_message_is_composed_and_its_evidence_as_written() -> None:
    ohm, omega = "\u2126", "\u03a9"
    frame = found({"a.txt": page(Listing(title=f"Measuring {ohm} Exactly."))}).filter(rule="title-ends-in-stop")
    assert f"Measuring {omega} Exactly." in frame["message"].item()
    assert frame["evidence"].item().isascii()  # the sign is the letter in NFC, in which all text is
    assert f"Measuring {ohm} Exactly." in json.loads(frame["evidence"].item())["snippet"]


def test_names_that_a_message_lists_are_in_quotes() -> None:
    headings = ("J. Mach. Learn. Res. Journal 2020 Journal Article", "JMLR Journal 2020 Journal Article")
    text = page(*(Listing(title=f"Reading {number}", heading=heading) for number, heading in enumerate(headings)))
    told = found({"a.txt": text}).filter(code="VEN108")["message"].to_list()
    assert told == ["JMLR is written in several ways: “J. Mach. Learn. Res.”, “JMLR”."]


def test_evidence_quotes_the_raw_page() -> None:
    frame = as_is().with_columns(snippet=pl.col("evidence").str.json_path_match("$.snippet")).drop_nulls("snippet")
    assert frame.height > 3
    for snippet, path in frame.select("snippet", "path").iter_rows():
        assert snippet in FILES[path]


@pytest.mark.parametrize(("pattern", "left"), [("b*", 0), ("a*", 1), ("*b*.*t*t", 0), ("[!a].txt", 0), (".txt", 1)])
def test_a_rule_can_be_ignored_on_some_paths(pattern: str, left: int) -> None:
    choice = Settings(ignore=(Ignore(rule="author-rows-differ", reason="known", paths=(pattern,)),))
    assert found(FILES, choice).filter(pl.col("rule") == "author-rows-differ").height == left


def test_a_sound_page_has_no_finding() -> None:
    sound = page(
        Listing(),
        Listing(title="Reading On", heading="ICML Conference 2020 Conference Paper", abstract=ABSTRACT + " More."),
    )
    assert found({"sound.txt": sound}).is_empty()


def test_the_real_page_has_no_error() -> None:
    frame = run_pages({"jacob_steinhardt.txt": REAL.read_bytes()})[1]
    told = dict(frame.group_by("rule").len().iter_rows())
    assert told == {
        "declared-count-differs": 1, "author-rows-differ": 1, "author-list-truncated": 3, "author-list-at-cap": 7,
        "homonym-mixed": 2, "name-variants": 1, "abstract-cut-off": 1, "abstract-respaced": 20,
    }  # fmt: skip
    assert "error" not in set(frame["severity"])


def test_a_former_name_is_told_with_the_last_year_that_had_it() -> None:
    told = found({"a.txt": page(Listing(heading="NIPS Conference 2021 Conference Paper"))})
    (message,) = told.filter(code="VEN105")["message"]
    assert message == "NIPS is a former name: it was in use until 2017, and the venue is called NeurIPS now."


def test_names_that_a_reference_contradicts_are_told_as_written(tmp_path: Path) -> None:
    settings = known(tmp_path, {"authors": ["Ada Lovelace", "Émile Borel", "Bo Li"]})
    text = page(Listing(authors=("Ada Lovelace", "Kurt Gödel 0001", "Bo Li")))
    told = found({"a.txt": text}, settings).filter(code="REF101")
    assert told["message"].item() == (
        "A reference has another list of authors: position 2 is “Kurt Gödel 0001” here and “Émile Borel” in the "
        "reference (3 listed, 3 in the reference)."
    )


def test_a_list_at_the_cap_of_its_venue_is_told_with_that_cap() -> None:
    others = iter(people(900))

    def listings_of(heading: str, lengths: dict[int, int]) -> list[Listing]:
        sizes = [size for size, papers in lengths.items() for _ in range(papers)]
        return [Listing(next(others), ("Ada Lovelace", *islice(others, size - 1)), heading=heading) for size in sizes]

    whole = listings_of(
        "KDD Conference 2021 Conference Paper", {2: 10, 3: 9, 4: 8, 5: 8, 6: 6, 7: 4, 8: 3, 9: 2, 10: 1}
    )
    cut = listings_of("ICML Conference 2020 Conference Paper", {2: 5, 3: 5, 4: 5, 5: 50})
    told = found({"a.txt": page(*whole, *cut)}, Settings(select=("author-list-at-cap",)))
    message = "The list is as long as the site's cap of 5; nothing proves whether it was cut."
    assert told["message"].to_list() == [message] * 50


def test_a_list_that_goes_on_in_a_reference_without_names_says_where(tmp_path: Path) -> None:
    settings = known(tmp_path, {"authors": [*eight(), "and 3 others"]}, cap=8)
    told = found({"a.txt": page(Listing(authors=tuple(eight())))}, settings).filter(code="AUT101")
    assert told["message"].item() == "The list shows 8 authors and was cut (it goes on in known.jsonl)."


@pytest.mark.parametrize("further", [["A. Lovelace"], ["Ada Lvoelcae"], ["Emil Post", "Lovelace Ada"]])
def test_an_owner_whom_a_reference_spells_otherwise_is_missing_once(tmp_path: Path, further: list[str]) -> None:
    listed = eight(owner_in=False)
    settings = known(tmp_path, {"authors": [*listed, *further]}, cap=8)
    corpus, _ = run_pages({"a.txt": page(Listing(authors=tuple(listed))).encode()}, settings)
    missing = corpus.missing.select("position", "name_raw", "known_from").rows()
    owner = next(at for at, name in enumerate(further, 9) if "L" in name)
    assert (owner, "Ada Lovelace", "a.txt, known.jsonl") in missing
    assert len(missing) == len(further)


@pytest.mark.parametrize(
    ("as_cut", "more", "expected"), [(1, 0, "suspected"), (0, 1, "complete"), (2, 1, "suspected"), (1, 1, "complete")]
)
def test_a_reference_that_is_cut_itself_confirms_no_list_at_the_cap(
    tmp_path: Path, as_cut: int, more: int, expected: str
) -> None:
    """Of lists that an owner proves cut, it has some AS_CUT, as they stand; others go on in it."""
    cut = [Listing(f"A Cut List {'I' * (n + 1)}", eight(owner_in=False)) for n in range(as_cut + more)]
    whole = Listing("A Whole List", eight())
    short = Listing("A Short List", ("Ada Lovelace", "Alan Turing"))
    known_lists = [[*paper.authors, *["Ada Lovelace"] * (n >= as_cut)] for n, paper in enumerate(cut)]
    lists = [*zip(cut, known_lists, strict=True), (whole, whole.authors), (short, short.authors)]
    records = [{"title": paper.title, "venue": "ICML", "authors": authors} for paper, authors in lists]
    settings = known(tmp_path, *records, cap=8)
    corpus, told = run_pages({"a.txt": page(*cut, whole, short).encode()}, settings)
    titles = corpus.paper_rows.take(corpus.lists.papers["paper"])["title"].to_list()
    statuses = dict(zip(titles, corpus.lists.papers["status"].to_list(), strict=True))
    proven = {paper.title: "truncated" for paper in cut}
    assert statuses == proven | {"A Whole List": expected, "A Short List": "complete"}
    message = "The reference ends where this list ends, and so lacks people whose pages show the paper: “Ada Lovelace”."
    assert told.filter(code="REF106")["message"].to_list() == [message] * as_cut


def test_why_text_lies_in_quarantine_is_said_in_words() -> None:
    text = page(Listing()).replace("1 author row\n", "1 author row\n\nA line that no page has\n")
    (message,) = found({"a.txt": text}).filter(code="PAG103")["message"]
    assert message.endswith(
        "quarantine: it stands above the first listing and is no part of a header (not-in-grammar)."
    )


def test_a_type_that_is_nearly_a_usual_one_is_told() -> None:
    usual = [Listing(title=f"Paper {n}", heading="Zork Symposium 2020 Journal Article") for n in range(10)]
    odd = [Listing(title=f"{kind}", heading=f"Zork Symposium 2020 {kind} Article") for kind in ("Jounral", "Survey")]
    told = found({"a.txt": page(*usual, *odd)}).filter(pl.col("code") == "VEN111")["message"]
    assert told.to_list() == ["The type “Jounral Article” (1 paper) seems to be “Journal Article” (10 papers)."]


@pytest.mark.parametrize("names", [1, 2, 3])
def test_where_all_names_may_be_the_owners_none_is_told(names: int) -> None:
    alike = ("A. Lovelace", "A. B. Lovelace", "A. C. Lovelace")[:names]
    told = found({"a.txt": page(Listing(), Listing("Reading On", (*alike, "Alan Turing")))}).filter(code="AUT114")
    assert told.height == (names < 3)


def test_a_type_that_is_nearly_one_of_the_site_is_told_though_many_have_it() -> None:
    counts = {"Journal Article": 12, "Journal Artic1e": 6, "Survey Talk": 12, "Survey Talks": 6}
    written = [
        Listing(title=f"{of} {n}", heading=f"Zork Symposium 2020 {of}")
        for of, times in counts.items()
        for n in range(times)
    ]
    told = found({"a.txt": page(*written)}).filter(pl.col("code") == "VEN111")["message"]
    assert told.to_list() == ["The type “Journal Artic1e” (6 papers) seems to be “Journal Article” (12 papers)."]


def test_marks_of_lists_that_go_on_are_no_person_in_two_spellings() -> None:
    names = ("Ada Lovelace", "Emmy Noether")
    text = page(
        *(Listing(title=f"Pages {mark}", authors=(*names, mark)) for mark in ("…", "and others", "et al.", "...")),
    )
    assert found({"a.txt": text}).filter(pl.col("rule") == "name-variants").is_empty()
