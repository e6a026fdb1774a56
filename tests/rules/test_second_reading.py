"""What a second reader found wrong or missed on real pages, each as a made-up listing."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from textwrap import fill

import polars as pl
import pytest

from etl.rules.catalogue import CATALOGUE
from etl.rules.examples import ABSTRACT, Listing, listings, names, one
from schemas.settings import Settings
from tests.rules.pipeline_run import in_files, run_example, run_pages

_CUT = ABSTRACT.removesuffix(".")
_PROCEEDINGS = " ICML Proceedings of the Twentieth International Conference on Machine Learning"
_KEYWORDS = " Keywords: reading, pages"
_JOURNAL = "JMLR Journal 2021 Journal Article"
_OTHERS = ("Emmy Noether", "Grace Hopper", "Kurt Gödel")
_ADDRESS = " The code is at https: //drive. example. com/file/d/1lRV72XaKoxZjgQrLXBJhsM82x54/view? usp=sharing"
_LONG = " ".join(
    f"Of all the pages that {n} people have read in a year, {n} were long ones, and cut." for n in range(5)
)
_NOTES = (
    " I'm sorry, but I can't help with that.",
    "\n\nThis is a preview of subscription content, log in via an institution to check access.",
    "… Get full access to this article",
    " (rest of the abstract unchanged)",
    "\nSign in to view the full text",
    "\n[a]Is this right?",
)

CASES = [
    ("ABS102", one(abstract=_CUT), True),
    ("ABS102", one(abstract=ABSTRACT + " The error falls by 0. 1"), True),
    ("ABS102", one(abstract=ABSTRACT + " The claim follows \u220e"), False),
    ("ABS102", one(abstract=ABSTRACT + " The claim follows; we prove"), True),
    ("ABS102", one(abstract=ABSTRACT + " เราเสนอวิธีใหม่และประเมินผลกับข้อมูลจริง"), False),
    ("TTL111", one(title="Τι είναι η γλώσσα;"), False),
    ("TTL111", one(title="What Language Is;"), True),
    ("ABS102", one(abstract=ABSTRACT + _PROCEEDINGS), False),
    ("ABS102", one(abstract=ABSTRACT + _KEYWORDS), False),
    ("ABS102", one(abstract=ABSTRACT + " 1 Introduction"), False),
    ("ABS102", one(abstract=ABSTRACT + " 1"), False),
    ("ABS102", one(abstract=ABSTRACT + " Trial registration: NCT01234567"), False),
    ("ABS102", one(abstract=ABSTRACT + " >"), False),
    ("ABS102", one(abstract=ABSTRACT + _ADDRESS), False),
    ("ABS102", one(abstract=ABSTRACT + " More is at pages. example. com"), False),
    ("ABS102", one(abstract=ABSTRACT + r" \endenumerate"), False),
    ("ABS102", one(abstract="Ada M. Lovelace"), False),
    ("ABS107", one(abstract="Ada M. Lovelace"), True),
    ("ABS107", one(abstract="peer reviewed"), True),
    ("ABS107", one(abstract="International audience"), True),
    ("ABS107", one(abstract="S. 137-144"), True),
    ("ABS107", one(abstract="Reading is learned by Reading."), False),
    ("ABS108", one(abstract=ABSTRACT + _PROCEEDINGS), True),
    ("ABS108", one(abstract=ABSTRACT + " We read the Proceedings of the Conference on Pages."), False),
    ("ABS111", one(abstract="Abstract Two of the most common models are compared. " + ABSTRACT), True),
    ("ABS111", one(abstract="Abstract argumentation is a field. " + ABSTRACT), False),
    ("ABS111", one(abstract="Abstract Argumentation is a field. " + ABSTRACT), False),
    ("ABS115", one(title="bandicoot: Reading Pages", abstract="bandicoot is a toolbox. " + ABSTRACT), False),
    ("ABS115", one(title="Reading Pages", abstract="of a toolbox. " + ABSTRACT), True),
    ("ABS111", one(abstract="htmlabstractWe show how it is done. " + ABSTRACT), True),
    ("ABS115", one(abstract="n this paper, it is done. " + ABSTRACT), True),
    ("ABS118", one(abstract=ABSTRACT + " 1"), True),
    ("ABS118", one(abstract=ABSTRACT + " 1 Introduction The pages of which we speak are many."), True),
    ("ABS118", one(abstract=ABSTRACT + " Introduction of new words is not needed."), False),
    ("ABS118", one(abstract=ABSTRACT + " The error falls to 0. 1"), False),
    ("ABS111", one(abstract="摘要\n" + ABSTRACT), True),
    ("ABS111", one(abstract="Resumen executions are traced. " + ABSTRACT), False),
    ("ABS115", one(abstract="• " + ABSTRACT), True),
    ("ABS115", one(abstract="Track: Main\nSession 3A\n" + ABSTRACT), True),
    ("ABS115", one(abstract="don't forget milk\n" + ABSTRACT), True),
    ("ABS115", one(abstract="Background\n" + ABSTRACT), False),
    ("ABS115", one(abstract="Talk 3\n" + fill(ABSTRACT, 72)), True),
    ("ABS115", one(abstract="Session 3\n\n" + fill(ABSTRACT, 60)), True),
    ("ABS115", one(abstract="Background\n" + fill(ABSTRACT, 72)), False),
    ("ABS115", one(abstract=fill(ABSTRACT, 72)), False),
    ("ABS115", one(abstract="The fog comes\non little cat feet.\n\nIt sits looking\nover harbor"), False),
    ("ABS111", one(abstract="TL;DR: We read pages. " + ABSTRACT), True),
    ("ABS118", one(abstract=ABSTRACT + "\n\nPlain language summary\n\nPeople read."), True),
    ("TTL207", one(title="Learning_to_Read_Pages"), True),
    ("ABS117", one(abstract=_LONG + " We do. We do."), False),
    *(("ABS119", one(abstract=_CUT[:90] + note), True) for note in _NOTES),
    ("ABS119", one(abstract="Certainly! Here is the abstract: " + ABSTRACT), True),
    ("ABS119", one(abstract=ABSTRACT + " The code can be accessed by all (the data is omitted). We continue."), False),
    ("ABS119", one(abstract="Here we show that a model refuses. " + ABSTRACT), False),
    ("ABS108", one(abstract=ABSTRACT + " △ Less\n\nSubmitted 3 May, 2021; originally announced May 2021."), True),
    ("ABS118", one(abstract=ABSTRACT + "\n\nFigure 1: How long pages are."), True),
    ("ABS118", one(abstract=ABSTRACT + " Figure 1: of all."), False),
    ("ABS205", one(abstract=ABSTRACT + r" It doesn\'t stop at \"pages\"."), True),
    ("ABS205", one(abstract=ABSTRACT + r" Poincar\'e, Erd\"os and Wo\'s read."), False),
    ("ABS207", one(abstract=ABSTRACT + " A mоdel is read."), True),  # its first o is Cyrillic
    ("ABS207", one(abstract=ABSTRACT + " Слово is read, and λ-calculus."), False),
    ("ABS207", one(abstract=ABSTRACT + " It is a classi cation of signicant pages."), True),
    ("ABS207", one(abstract=ABSTRACT + " We infer in nine classier ways a specific effect."), False),
    ("TTL207", one(title="E cient Reading of Pages"), True),
    ("TTL207", one(title="LearningtoReadLongandWindingPages"), True),
    ("TTL207", one(title="Encephaloduroarteriosynangiosis and Pseudopseudohypoparathyroidism"), False),
    ("ABS208", one(abstract=ABSTRACT + " The Cl- influx and that of Na+ differ."), False),
    ("ABS118", one(abstract="INTRODUCTION: " + ABSTRACT + " AREAS COVERED: " + ABSTRACT), False),
    ("ABS119", one(abstract="Certainly, no page is read in vain. " + ABSTRACT), False),
    ("ABS115", one(abstract="alpha chains are long. " + ABSTRACT), False),
    ("ABS115", one(abstract="alphas of ours are long. " + ABSTRACT), True),
    ("ABS102", one(abstract=ABSTRACT + " (12)"), False),
    ("NAM104", names("Ada Lovelace", "W H Truing 4th"), False),
    ("NAM105", names("Ada Lovelace", "Zaim Kassil'"), False),
    ("NAM105", names("Ada Lovelace", "Zaim 'Kassil'"), True),
    ("TTL208", one(title="Foos as bars. 1. 5-Phenoxy foos"), False),
    ("TTL208", one(title="Foos as bars. Part 2. 5 Foos in all"), False),
    ("TTL208", one(title="Mutants of the phage phi29. 2. Mutants in the foos"), False),
    ("TTL208", one(title="A protein of Myxine glutinosa L. A new complex"), False),
    ("TTL208", one(title="A protein of phi29 gains 2. 5 points"), True),
    ("TTL114", listings(Listing(title="Obituary: Ada Lovelace"), Listing(title="Reading On")), False),
    ("NAM114", names("Ada Lovelace", "Learning to Read Pages"), True),
    ("NAM114", names("Ada Lovelace", "Ann van der Tos"), False),
    ("TTL108", one(title="[CITATION][C] Learning to Read Pages"), True),
    ("TTL108", one(title="[2105.09938] Learning to Read Pages"), True),
    ("TTL108", one(title="Learning to Read Pages | OpenReview"), True),
    ("TTL108", one(title="Learning to Read Pages - ScienceDirect"), True),
    ("TTL108", one(title="12. Learning to Read Pages"), True),
    ("TTL108", one(title="Learning to Read Pages (Oral)"), True),
    ("TTL108", one(title="Learning to Read Pages [open access]"), True),
    ("TTL108", one(title="Learning to Read Pages ↗"), True),
    ("TTL108", one(title="link Learning to Read Pages"), True),
    ("TTL108", one(title=".Learning to Read Pages"), True),
    ("TTL108", one(title="NEW! Learning to Read Pages"), True),
    ("TTL108", one(title="Learning to [-Read-]{+Reads+} Pages"), True),
    ("TTL108", one(title="Learning to ~~Read~~ Write Pages"), True),
    ("TTL108", one(title=".NET Pages Read by 3 ~ 5 People"), False),
    ("TTL109", one(title="Mar-05"), True),
    ("TTL109", one(title="#NAME?"), True),
    ("TTL109", one(title="May-December Pages"), False),
    ("TTL108", one(title="3.5 Pages Are Enough (Student Abstract)"), False),
    ("TTL108", one(title="(How) Do We Read Pages | A Tool for Readers"), False),
    ("TTL112", one(title="Learning to Read Pages[edit]"), True),
    ("TTL112", one(title="Learning to Read Pages in [0,1]"), False),
    ("TTL207", one(title="Learning to Read Po1ynomials"), True),
    ("TTL207", one(title="Foxo1 and Il1ra in Seq2Seq, and l1-Norms"), False),
    ("DUP105", listings(Listing(), Listing(title="Reading All Pages", heading=_JOURNAL)), False),
    ("DUP105", listings(Listing(), Listing("Reading All Pages", ("Ada Lovelace", *_OTHERS), heading=_JOURNAL)), True),
    ("NAM106", names("Ada Lovelace", "OpenAI Alan Turing"), True),
    ("NAM106", names("Ada Lovelace", "Barcelona Supercomputing Center"), True),
    ("NAM118", names("Ada Lovelace", "GRACE Hopper"), True),
    ("NAM118", names("Ada Lovelace", "ALAN TURING"), False),
    ("NAM118", names("Ada Lovelace", "AJ Turing III"), False),
    ("TTL105", one(title="Invited talk: Learning to Read Pages"), True),
    ("TTL105", one(title="Tutorial summary: Reading"), True),
    ("TTL105", one(title="Tutorial on Reading Pages"), False),
    ("TTL105", one(title="Learning to Read Pages (Invited Talk)"), True),
    ("TTL105", one(title="Learning to Read Pages (Keynote)"), True),
    ("TTL105", one(title="Learning to Read Pages (Invited Paper)"), False),
    ("TTL105", one(title="Guest Editorial"), True),
    ("TTL105", one(title="Guest Editorial: Special Issue on Reading"), True),
    ("TTL105", one(title="In Memoriam: Ada Lovelace"), True),
    ("TTL105", one(title="Book Review: Reading Pages, by Ada Lovelace"), True),
    ("TTL105", one(title="Book Review Summaries by Large Models"), False),
    ("TTL110", one(title="The Pages That Can Be Read: Corrigendum to Reading of Pages"), True),
    ("TTL206", one(title="Reading \ufffcPages Quickly"), True),
    ("TTL212", one(title="Learning (L2R) : Pages"), True),
    ("TTL212", one(title="Functions into {0, ..., n}"), False),
]


@cache
def _found() -> pl.DataFrame:
    """The findings on all CASES, read at once: each has a folder of its own, and a venue, so that none is a copy."""
    pages: dict[str, bytes] = {}
    for number, (code, example, _) in enumerate(CASES):
        assert not example.references
        texts = tuple(
            text.replace("ICML Conference", f"ICML {code} case {number} Conference") for text in example.pages
        )
        pages |= {f"{number}/{path}": data for path, data in in_files(texts, example.encoding).items()}
    return run_pages(pages, Settings(select=tuple(sorted({code for code, _, _ in CASES}))))[1]


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: f"{CASES[number][0]}-{number}")
def test_a_case_that_a_second_reader_saw(number: int) -> None:
    code, _, flagged = CASES[number]
    found = _found().filter(pl.col("code") == code, pl.col("path").str.starts_with(f"{number}/"))
    assert found.is_empty() is not flagged, CASES[number]


def test_a_sign_that_was_decoded_wrongly_is_one_place(tmp_path: Path) -> None:
    found = run_example(one(abstract=ABSTRACT + " It is Alan\xe2\x80\x99s page."), tmp_path, "ABS204")
    assert " at 1 place: " in found["message"][0]


def test_the_entity_of_an_unseen_character_is_shown(tmp_path: Path) -> None:
    text = ABSTRACT + " It is so for n &gt; 0, as all can see, and as was shown before.&#x0D; It is read."
    found = run_example(one(abstract=text), tmp_path, "ABS206")
    assert "before.&#x0D;" in found["message"][0]


@pytest.mark.parametrize(
    ("venue", "may_be"),
    [
        ("MCS", "International Workshop on Multiple Classifier Systems"),
        ("ISWC", "International Semantic Web Conference or International Symposium on Wearable Computers"),
    ],
)
def test_an_ambiguous_venue_is_told_with_what_it_may_be(venue: str, may_be: str, tmp_path: Path) -> None:
    found = run_example(one(heading=f"{venue} Conference 2021 Conference Paper"), tmp_path, "VEN103")
    assert found["message"].to_list() == [f"“{venue}” may be {may_be}; the heading does not decide it."]


def test_unparsed_text_is_quoted_from_its_beginning(tmp_path: Path) -> None:
    (rule,) = (rule for rule in CATALOGUE if rule.code == "PAG103")
    found = run_example(rule.flagged, tmp_path, "PAG103")
    assert json.loads(found["evidence"][0])["snippet"] == "A line that no page has"
