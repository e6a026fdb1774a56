"""Title and name keys: what must meet, and what must not."""

import polars as pl
import pytest

from etl.references.matching.keys import name_key, title_key


def key(title: str) -> str:
    return pl.select(title_key(pl.lit(title))).item()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Deep Nets: A Study", "deep nets - a study."),
        ("{B}ayesian {GAN}s", "Bayesian GANs"),
        (r"The Erd\H{o}s--R\'{e}nyi Graph", "The Erdős–Rényi graph"),
        (r"Garc{\'\i}a {\&} Fran\c{c}ois", "García and François"),
        (r"$\alpha$-Stable Laws in $L_\infty$", "α-Stable laws in L∞"),
        (r"\emph{Fast} $\mathcal{O}(n^{1.5})$ Bounds", "Fast O(n^1.5) bounds"),
        ("H<sub>2</sub>O and x²", "H2O and x2"),
        ("Straße, Ångström, Łódź, Øystein", "Strasse, Angstrom, Lodz, Oystein"),
        ("A & B", "A &amp; B"),
    ],
)
def test_two_writings_of_a_title_meet(one: str, other: str) -> None:
    assert key(one) == key(other) != ""


@pytest.mark.parametrize(("one", "other"), [("Part 1", "Part 2"), ("C", "C++ and C"), ("Why?", "Who?")])
def test_other_titles_stay_apart(one: str, other: str) -> None:
    assert key(one) != key(other)


def test_a_title_without_letters_has_an_empty_key_and_null_stays_null() -> None:
    assert key("?!") == ""
    assert pl.select(title_key(pl.lit(None, pl.String))).item() is None


def test_titles_in_other_scripts_keep_their_letters() -> None:
    assert key("深層学習 入門") == "深層学習入門"


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Jean-Baptiste O'Connor 0001", "jean baptiste oconnor 0001"),
        ("J.-P. Müller", "j p muller"),
        (r"Slobodan Mitrovi{\'c}", "slobodan mitrovic"),
    ],
)
def test_names_are_folded_to_words(name: str, folded: str) -> None:
    assert pl.select(name_key(pl.lit(name))).item() == folded
