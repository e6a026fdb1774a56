"""Resolution of written venues: a table of forms, the columns, years, kinds, what holds for any text."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.transform.venues.resolve import resolve_venues, steps
from schemas.registry import load_registry

FORMS = tomllib.loads((Path(__file__).parent / "venue_forms.toml").read_text(encoding="utf-8"))
SCHEMA = {"venue_raw": pl.String, "venue_kind": pl.String, "year": pl.Int32}


def headings(*rows: tuple[str | None, str | None, int | None]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def one(raw: str | None, kind: str | None = None, year: int | None = None) -> dict[str, object]:
    return resolve_venues(headings((raw, kind, year))).row(0, named=True)


def written_forms() -> pl.DataFrame:
    groups = [(None, FORMS["forms"]), *FORMS["as"].items()]
    rows = [(form, kind, wanted) for kind, ids in groups for wanted, forms in ids.items() for form in forms]
    return pl.DataFrame(rows, schema=dict.fromkeys(("venue_raw", "venue_kind", "wanted"), pl.String), orient="row")


def test_written_forms_resolve_as_the_table_says() -> None:
    forms = written_forms().with_columns(year=pl.lit(None, dtype=pl.Int32))
    assert forms.height >= 250
    got = resolve_venues(forms).with_columns(got=pl.when("known").then("venue_id").otherwise(pl.lit("unresolved")))
    wrong = got.filter(pl.col("got") != pl.col("wanted"))
    assert wrong.select("venue_raw", "venue_kind", "wanted", "got").rows() == []


def test_the_table_names_venues_of_the_registry() -> None:
    wanted = set(written_forms()["wanted"]) - {"unresolved"}
    assert wanted <= load_registry().entries().keys()


def test_every_name_of_the_registry_resolves_to_its_venue_and_a_shared_one_to_no_other() -> None:
    rows = [
        (text, None, None, venue_id, free)
        for venue_id, venue in load_registry().entries().items()
        for names, free in (
            ({venue.name, venue.full_name, *venue.aliases, *venue.former} - {*venue.shared}, True),
            (venue.shared, False),
        )
        for text in sorted(names)
    ]
    schema = {**SCHEMA, "wanted": pl.String, "free": pl.Boolean}
    got = resolve_venues(pl.DataFrame(rows, schema=schema, orient="row"))
    lost = got.filter("free", pl.col("venue_id") != pl.col("wanted"))
    assert lost.select("venue_raw", "wanted", "venue_id").rows() == []
    assert got.filter(~pl.col("free") & pl.col("known")).height == 0
    assert got.filter(~pl.col("free") & ~pl.col("candidates").list.contains(pl.col("wanted"))).height == 0


@pytest.mark.parametrize(
    ("raw", "how"),
    [
        ("ICML", "acronym"),
        ("Conference on Robot Learning", "full name"),
        ("Transactions on Robotics", "full name"),  # without its organiser, IEEE
        ("NIPS", "former name"),
        ("Proceedings of the 12th International Conference on Machine Learning", "proceedings title"),
        ("J. Mach. Learn. Res.", "abbreviation"),
        ("Journal of Foo", "unknown"),
        ("ISWC", "ambiguous"),
    ],
)
def test_how(raw: str, how: str) -> None:
    assert one(raw)["how"] == how


@pytest.mark.parametrize(
    ("raw", "kind", "venue_id"),
    [
        ("Transactions on Robotics", None, "tro"),
        ("SIAM Transactions on Robotics", None, "x:siam-transactions-on-robotics"),
        ("Learning Theory COLT", None, "colt"),
        ("In. Conf. Ma. Le.", None, "icml"),
        ("In Conf Ma Le", None, "x:in-conf-ma-le"),
        ("Dig. Dis.", "Journal", "x:dig-dis"),  # Digestive Diseases
        ("Dig. Disc.", None, "digital-discovery"),
        ("Sem Web", None, "semantic-web"),
        ("J Inf", None, "x:j-inf"),
        ("Sci Rep", None, "scientific-reports"),
        ("Inf. Sci.", None, "ins"),
        ("Op. Res.", None, "or"),
        ("Pat. Rec.", None, "pr"),
        ("Cog. Sci.", None, "cogsci-journal"),
        ("ICML, Oxford University Press", None, "icml"),
        ("ICML, Some Oxford University Press", None, "x:icml-some-oxford-university-press"),
        ("JMLR", "Workshop", "jmlr"),  # what is held with a venue is held with a conference
        ("Foo " * 20, None, "x:" + "-".join(["foo"] * 20)),
    ],
)
def test_where_a_rule_begins(raw: str, kind: str | None, venue_id: str) -> None:
    assert one(raw, kind)["venue_id"] == venue_id


def test_columns_of_a_known_venue() -> None:
    assert one("NIPS 2016", "Conference", 2016) == {
        "venue_raw": "NIPS 2016",
        "venue_kind": "Conference",
        "year": 2016,
        "venue_id": "neurips",
        "venue": "NeurIPS",
        "full_name": "Conference on Neural Information Processing Systems",
        "registry_kind": "conference",
        "known": True,
        "how": "former name",
        "candidates": [],
        "year_plausible": True,
        "year_reason": None,
        "kind_agrees": True,
    }


def test_an_unknown_venue_keeps_its_name_and_gets_an_id_of_its_own() -> None:
    row = one("  Journal\u00a0of   Foo ", "Journal", 2001)
    assert (row["venue_id"], row["venue"], row["known"]) == ("x:journal-of-foo", "Journal of Foo", False)
    assert row["full_name"] is row["registry_kind"] is row["year_plausible"] is row["kind_agrees"] is None


@pytest.mark.parametrize("raw", ["KÃ¼nstliche Foo", "Ku\u0308nstliche Foo", "K&uuml;nstliche Foo", "Künstliche Foo"])
def test_an_unknown_venue_is_one_in_whatever_encoding_it_is_written(raw: str) -> None:
    row = one(raw)
    assert (row["venue_raw"], row["venue_id"], row["venue"]) == (raw, "x:kunstliche-foo", "Künstliche Foo")


def test_unknown_names_without_letters_or_very_long_ones_stay_apart() -> None:
    ids = [one(raw)["venue_id"] for raw in ("?", "!", "", "a " * 300, "a " * 300 + "b", "日本", "한국")]
    assert len(set(ids)) == len(ids)
    assert all(len(str(venue_id)) < 110 for venue_id in ids)


def test_a_missing_name_is_unknown() -> None:
    assert one(None)["known"] is False


def test_ambiguous_names_say_between_which() -> None:
    row = one("COLING-ACL 2006")
    assert (row["known"], row["candidates"], row["venue_id"]) == (False, ["acl", "coling"], "x:coling-acl-2006")


def test_a_heading_of_kind_findings_is_not_the_conference() -> None:
    assert one("EMNLP", "Findings")["venue_id"] == "findings-emnlp"
    assert one("ICML", "Findings")["known"] is False


def test_a_heading_of_kind_workshop_is_not_the_conference() -> None:
    assert one("ICML", "Workshop")["venue_id"] == "icml-workshops"
    assert one("STOC", "Workshop")["known"] is False


@pytest.mark.parametrize(
    ("raw", "year", "plausible"),
    [
        ("ICLR", 2013, True),
        ("ICLR", 2012, False),
        ("ICCV", 2021, True),
        ("ICCV", 2022, False),
        ("ECCV", 2022, True),
        ("ECCV", 2021, False),
        ("AISTATS", 2005, True),
        ("AISTATS", 2006, False),
        ("AISTATS", 2012, True),
        ("AAAI", 2009, False),
        ("IJCAI", 2014, False),
        ("IJCAI", 2020, True),
        ("JMLR", 1999, True),  # a volume may be dated ahead
        ("JMLR", 1998, False),
        ("3DV", 2023, False),
        ("NDSS", 1992, False),
        ("SemEval", 2008, False),
        ("HCOMP", 2010, None),
        ("ICMAS", 2001, True),  # the last proceedings may be late
        ("ICMAS", 2003, False),
        ("CHI", 1981, True),
        ("SIGMOD", 1974, True),
        ("ICCAD", 1982, True),
        ("Congress on Evolutionary Computation", 1996, True),
        ("HOPL", 2007, True),
        ("HOPL", 2000, False),
        ("WACV", 1995, None),  # held in some years, not known which
        ("WACV", 1985, False),
        ("ICML", 2030, None),
        ("ICML", 2199, False),
        ("Pattern Recognition Letters", None, None),
        ("EWRL", 1900, None),
    ],
)
def test_year_plausible(raw: str, year: int | None, plausible: bool | None) -> None:
    row = one(raw, None, year)
    assert row["year_plausible"] is plausible
    assert (row["year_reason"] is not None) is (plausible is False)


def test_year_reason_says_what_the_registry_knows() -> None:
    assert one("ICLR", None, 2005)["year_reason"] == "ICLR began in 2013"
    assert one("ICMAS", None, 2010)["year_reason"] == "ICMAS was last held in 2000"
    assert one("ICCV", None, 2020)["year_reason"] == "ICCV was held in 2019 and 2021"


@pytest.mark.parametrize(
    ("raw", "kind", "agrees"),
    [
        ("JMLR", "Journal", True),
        ("JMLR", " journal ", True),
        ("JMLR", "Conference", False),
        ("ICML", "Symposium", True),
        ("PVLDB", "Conference", True),
        ("ICML", "Talk", None),
        ("ICML", None, None),
        ("Foo", "Journal", None),
    ],
)
def test_kind_agrees(raw: str, kind: str | None, agrees: bool | None) -> None:
    assert one(raw, kind)["kind_agrees"] is agrees


def test_rows_keep_their_order_and_number_whatever_the_order() -> None:
    frame = written_forms().select("venue_raw", "venue_kind", year=pl.lit(2020, dtype=pl.Int32))
    frame = pl.concat([frame, frame.head(50)])
    forward, backward = resolve_venues(frame), resolve_venues(frame.reverse()).reverse()
    assert forward.equals(backward)
    assert forward.select(frame.columns).equals(frame)


def test_no_rows_give_no_rows_with_the_same_columns() -> None:
    empty = resolve_venues(headings())
    assert empty.height == 0
    assert empty.schema == resolve_venues(headings(("ICML", None, 2020))).schema


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_text_is_resolved_or_left_with_an_unknown_id(texts: list[str]) -> None:
    out = resolve_venues(headings(*((text, None, 2020) for text in texts)))
    assert out.height == len(texts)
    assert (out["known"] == ~out["venue_id"].str.starts_with("x:")).all()
    assert out["known"].sum() == out.filter(pl.col("venue_id").is_in(list(load_registry().entries()))).height


_NAMED = sorted({e.full_name for e in load_registry().venue.values() if len(e.full_name.split()) > 3})


@given(st.sampled_from(_NAMED), st.text("bcdfghjklmnpqrstvwxz", min_size=5, max_size=9))
@settings(max_examples=60, deadline=None)
def test_a_name_with_a_foreign_word_is_another_venue(name: str, word: str) -> None:
    frame = headings(*((text, None, None) for text in (f"{name} and {word}", f"{word} {name}", f"{name}, {word}")))
    assert resolve_venues(frame)["known"].to_list() == [False, False, False]


def _other_reach(name: str) -> str:
    without = name.replace("International ", "", 1)
    return without if without != name else re.sub(r"(?=Conference|Symposium)", "International ", name, count=1)


def test_a_meeting_is_international_whether_it_says_so_or_not_and_never_another() -> None:
    names = {e.full_name: i for i, e in load_registry().venue.items() if e.kind == "conference"}
    turned = {_other_reach(name): i for name, i in names.items()}
    rows = resolve_venues(headings(*((name, None, None) for name in turned))).select("venue_raw", "venue_id", "known")
    other = [row for row in rows.filter("known").iter_rows() if turned[row[0]] != row[1]]
    assert other == []
    assert rows["known"].mean() > 0.8


def test_hostile_headings_are_not_looked_at_for_long() -> None:
    row = one("ICML, " * 50_000)
    assert row["known"] is False


def test_steps_end_in_the_venue() -> None:
    trace = steps("Proc. 20th Int. Conf. on Artificial Intelligence and Statistics (AISTATS) 2017, Lille, France")
    assert trace[0][0] == "spacing"
    assert ("how", "proceedings title") in trace
    assert ("venue_id", "aistats") in trace


def test_steps_tell_what_was_decoded() -> None:
    trace = steps("Foundations and TrendsÂ® in Machine Learning")
    assert trace[0] == ("decoded", "Foundations and Trends® in Machine Learning")
    assert ("venue_id", "ftml") in trace


def test_steps_of_what_is_not_known() -> None:
    assert dict(steps("ISWC"))["candidates"] == "iswc, wearable-iswc"
    trace = steps("Machine Learning")
    assert [step for step in trace if step[0].startswith("in a heading")] == [("in a heading of kind journal", "mlj")]
    assert dict(steps("Journal of Foo"))["venue_id"] == "x:journal-of-foo"
