"""Damage of encodings, mark-up and print: mended where it is, and clean text untouched."""

import unicodedata

import polars as pl
import pytest

from etl.transform.text import damage, hyphenation, markup

CLEAN = [
    "Plain words, 5% of them, cost $5 and $6.",
    "x < y > z, a<b, <2% and p<0.05 are text; AT&T, R&D and Q&A; too.",
    "“Curly” quotes, naïve café, Erdős–Rényi, α ≤ β, 你好, ½, ﬂ is not mojibake.",
    "x² and H₂O, ①, ＡＢＣ and … stay.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_untouched(text: str) -> None:
    for mender in (damage.mojibake, markup.decode, damage.controls):
        assert mender(text) == (text, 0)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("the â\x80\x9cpeelingâ\x80\x9d step", "the “peeling” step"),
        ("the â€œpeelingâ€\x9d step", "the “peeling” step"),
        ("CafÃ© ErdÅ‘s", "Café Erdős"),
        ("PbP\x92s behaviour", "PbP’s behaviour"),
    ],
)
def test_mojibake(broken: str, mended: str) -> None:
    text, places = damage.mojibake(broken)
    assert text == mended
    assert places >= 1


def test_mojibake_is_mended_word_by_word() -> None:
    assert (
        damage.mojibake("naïve and â\x80\x9cso\u2003â\x80\x9d, Ã\xa0 la\nnaïve")[0]
        == "naïve and “so\u2003”, à la\nnaïve"
    )


@pytest.mark.parametrize("kept", ["\x1b[31m", "&lt;", "ﬁ", "Ａ", "“", "’"])
def test_mojibake_is_all_that_is_mended(kept: str) -> None:
    """The rest is for other steps, which count it, or stays."""
    assert damage.mojibake(f"a {kept}cafÃ© b") == (f"a {kept}café b", 1)


def test_the_look_for_uncomposed_texts_misses_none() -> None:
    letters = [chr(code) for code in range(0xA0, 0x10000) if not 0xD800 <= code < 0xE000]
    texts = pl.Series([f"e{letter}" for letter in letters] + [f"\u1100{letter}" for letter in letters])
    uncomposed = pl.Series([not unicodedata.is_normalized("NFC", text) for text in texts])
    found = texts.str.contains(damage.UNCOMPOSED)
    assert texts.filter(uncomposed & ~found).to_list() == []


@pytest.mark.parametrize(
    ("broken", "mended", "places"),
    [
        ("a\x00b\x07c", "abc", 2),
        ("zero\u200bwidth\ufeff", "zerowidth", 2),
        ("no\u00a0break and thin\u2009space", "no break and thin space", 2),
        ("private \ue000use", "private use", 1),
        ("two\nlines\tkept", "two\nlines\tkept", 0),
    ],
)
def test_controls(broken: str, mended: str, places: int) -> None:
    assert damage.controls(broken) == (mended, places)


def test_joiners_stay_where_scripts_need_them() -> None:
    for text in ("می\u200cخواهم", "क्\u200dष", "👩\u200d🔬"):
        assert damage.controls(text)[0] == text


def test_ligatures() -> None:
    assert damage.ligatures("ﬁnd eﬃcient ﬂow") == ("find efficient flow", 3)
    assert damage.ligatures("R´enyi, G¨odel, Garc´ıa, 5´ ´a") == ("Rényi, Gödel, García, 5´ ´a", 3)
    assert damage.ligatures("Kru¨ger, Ka¨hler, Da´vid, Fooˇcevi´c") == ("Krüger, Kähler, Dávid, Foočević", 5)
    assert damage.ligatures("The model´s, we´re, Xˇx") == ("The model´s, we´re, Xˇx", 1)
    for name in ("D´Angelo", "O´Connor", "L´Ecuyer", "dell´Orto", "d´Alembert", "Ba´ath", "Hawai´i", "Be´er"):
        assert damage.ligatures(name) == (name, 0)
    assert damage.ligatures("GARC´IA, Le´on, L´opez") == ("GARCÍA, León, López", 3)


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("This pro- vides proofs", "This provides proofs"),
        ("This pro-\nvides proofs of multi-\nlabel tasks", "This provides proofs of multi-label tasks"),
        ("a multi- label task", "a multi-label task"),
        ("a so- called much- needed so- lution", "a so-called much-needed solution"),
        ("a context- dependent task", "a context-dependent task"),
        ("the state-of-the- art model", "the state-of-the-art model"),
        ("soft\xad ly and arbi(cid:173) trary", "softly and arbitrary"),
        ("a re- mark, and re-mark again", "a re-mark, and re-mark again"),
        ("a long- term aim, and longterm ones", "a longterm aim, and longterm ones"),
        ("foobin- induced and fiber- associated", "foobin-induced and fiber-associated"),
        ("an agent- environment loop: the agent acts", "an agent-environment loop: the agent acts"),
        (
            "a useful- ness that is useful, and a frame- work in a frame",
            "a usefulness that is useful, and a framework in a frame",
        ),
        ("the k- means of it", "the k-means of it"),
        ("it can- not be un- weighted, as edge- weighted is", "it cannot be unweighted, as edge-weighted is"),
    ],
)
def test_broken_words(broken: str, mended: str) -> None:
    assert hyphenation.rejoin(broken)[0] == mended


@pytest.mark.parametrize(
    "text",
    [
        "pre- and post-training",
        "first- or second-order",
        "x - y",
        "in- to out-degree",
        "genes- we show",
        "oligo- toward poly-foo",
        "growth- thereby it falls",
        "user- if not item-based",
        "user-\nand item-based",
        "the Cl- influx and Na+/Cl- transport of Hcr- cells",
    ],
)
def test_hyphens_that_wait_stay(text: str) -> None:
    assert hyphenation.rejoin(text) == (text, 0)


def test_rows_beyond_the_gate_are_not_worked_on() -> None:
    texts = pl.Series(["clean", None, "ﬁne"])
    mended, counts = damage.mend_rows(texts, damage.Gate(beyond_ascii=damage.LIGATURE), lambda _: ("seen", 7))
    assert mended.to_list() == ["clean", None, "seen"]
    assert counts.to_list() == [0, 0, 7]
