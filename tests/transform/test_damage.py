"""Damage of encodings, mark-up and print: mended where it is, and clean text untouched."""

import unicodedata

import polars as pl
import pytest

from etl.transform.text import damage, hyphenation

CLEAN = [
    "Plain words, 5% of them, cost $5 and $6.",
    "x < y > z, a<b, <2% and p<0.05 are text; AT&T, R&D and Q&A; too.",
    "“Curly” quotes, naïve café, Erdős–Rényi, α ≤ β, 你好, ½, ﬂ is not mojibake.",
    "x² and H₂O, ①, ＡＢＣ and … stay.",
]


@pytest.mark.parametrize("text", CLEAN)
def test_clean_text_is_untouched(text: str) -> None:
    for mender in (damage.mojibake, damage.markup, damage.controls):
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


@pytest.mark.parametrize(
    ("broken", "mended", "places"),
    [
        ("m(&agr;(m, n)) and &OHgr;(n) &thgr;&sfgr;&THgr;", "m(α(m, n)) and Ω(n) θςΘ", 5),
        ("R&amp;D and &lt;5% &quot;so&quot;", 'R&D and <5% "so"', 4),
        ("&amp;quot;twice&amp;quot;", '"twice"', 2),
        ("&#961; and &#x3b1;", "ρ and α", 2),
        ("<p>One.</p><p>Two.</p>", "One. Two.", 4),
        ("<jats:p>An <jats:italic>E. coli</jats:italic> cell</jats:p>", "An E. coli cell", 4),
        ("x<sup>2</sup>, y<sub>10</sub>, the 1<sup>st</sup>", "x^2, y_{10}, the 1st", 3),
        ('<a href="http://a.b">here</a><br/>', "here", 3),
        ('10<sup xmlns:m="http://a.b">3</sup> in <xref rid="r1">[1]</xref>', "10^3 in [1]", 2),
        (r"<tex>$x$</tex> and <tex-math notation='LaTeX'>$y$</tex-math>", "$x$ and $y$", 3),
        ("the <uri> token, <fn> and <tex>", "the <uri> token, <fn> and <tex>", 0),
        ("the tokens <code>, <a> and <b>, the tag <title>", "the tokens <code>, <a> and <b>, the tag <title>", 0),
        ("<p>of a <i>cell</i><br>or <jats:p>two, List<a>", "of a cell or two, List<a>", 5),
        ("x <y> z &unknown; &", "x <y> z &unknown; &", 0),
        (r"It doesn\'t \"stop\" at \\alpha", r"""It doesn't "stop" at \alpha""", 4),
        (r"Gödel\'s page and \alpha", r"Gödel's page and \alpha", 1),
        (r"Poincar\'e, Erd\"os, Wo\'s and 10\' more", r"Poincar\'e, Erd\"os, Wo\'s and 10\' more", 0),
        ('The ""wisdom"" of ""crowds""', 'The "wisdom" of "crowds"', 4),
        ('"The ""wisdom"" of crowds"', 'The "wisdom" of crowds', 2),
        ('the empty string "" and "a"', 'the empty string "" and "a"', 0),
        (r"caf\u00e9, 1\u20132, \ud835\udc65", "café, 1–2, 𝑥", 3),
        (f'"{"We read pages. " * 9}"', "We read pages. " * 9, 2),
        (f"“{'We read pages. ' * 9}”", "We read pages. " * 9, 2),
        (f'"{"We read pages. " * 9}" is "said"', f'"{"We read pages. " * 9}" is "said"', 0),
        ('"Why Should I Read It?"', '"Why Should I Read It?"', 0),
        (r"\ud835 and \upper", r"\ud835 and \upper", 0),
    ],
)
def test_markup(broken: str, mended: str, places: int) -> None:
    text, count = damage.markup(broken)
    assert text == mended
    assert count == places


def test_mojibake_is_mended_word_by_word() -> None:
    assert (
        damage.mojibake("naïve and â\x80\x9cso\u2003â\x80\x9d, Ã\xa0 la\nnaïve")[0]
        == "naïve and “so\u2003”, à la\nnaïve"
    )


def test_the_look_for_uncomposed_texts_misses_none() -> None:
    letters = [chr(code) for code in range(0xA0, 0x10000) if not 0xD800 <= code < 0xE000]
    texts = pl.Series([f"e{letter}" for letter in letters] + [f"\u1100{letter}" for letter in letters])
    uncomposed = pl.Series([not unicodedata.is_normalized("NFC", text) for text in texts])
    found = texts.str.contains(damage.UNCOMPOSED)
    assert texts.filter(uncomposed & ~found).to_list() == []


def test_an_unknown_entity_stays() -> None:
    assert damage.markup("a &nosuchthing; b")[0] == "a &nosuchthing; b"


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
