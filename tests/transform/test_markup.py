"""Mark-up and escapes in a text: decoded where a tool put them, and what looks like them untouched."""

import pytest

from etl.transform.text import markup


@pytest.mark.parametrize(
    ("broken", "mended", "places"),
    [
        ("m(&agr;(m, n)) and &OHgr;(n) &thgr;&sfgr;&THgr;", "m(α(m, n)) and Ω(n) θςΘ", 5),
        ("R&amp;D and &lt;5% &quot;so&quot;", 'R&D and <5% "so"', 4),
        ("&amp;quot;twice&amp;quot;", '"twice"', 2),
        ("p &amp;amp;amp;amp;amp;amp;amp;amp;amp;amp;amp;amp;#x003C; .5", "p < .5", 1),
        ("<ns4:p>We read.</ns4:p>", "We read.", 2),
        ("&#961; and &#x3b1;", "ρ and α", 2),
        ("<p>One.</p><p>Two.</p>", "One. Two.", 4),
        ("<jats:p>An <jats:italic>E. coli</jats:italic> cell</jats:p>", "An E. coli cell", 4),
        ("x<sup>2</sup>, y<sub>10</sub>, the 1<sup>st</sup>", "x^2, y_{10}, the 1st", 3),
        ('<a href="http://a.b">here</a><br/>', "here", 3),
        ('10<sup xmlns:m="http://a.b">3</sup> in <xref rid="r1">[1]</xref>', "10^3 in [1]", 2),
        (r"<tex>$x$</tex> and <tex-math notation='LaTeX'>$y$</tex-math>", "$x$ and $y$", 4),
        ('<tex xmlns:mml="http://a.b" xmlns: xlink="http://c.d">$n<10$</tex>, PM<inf>2.5</inf>', "$n<10$, PM_{2.5}", 3),
        ('<formula formulatype="inline"><tex Notation="TeX">$H$</tex></formula>', "$H$", 4),
        ("<i>O</i>(<i>n</i><supscrpt><i>k</i></supscrpt>), <scp>NP</scp>", "O(n^k), NP", 7),
        ("x<sub>i<sup>2</sup></sub>", "x_{i^2}", 2),
        ("<jats:title>Abstract</jats:title><jats:p>We read pages.</jats:p>", "We read pages.", 4),
        ("<title>Abstract</title> and <title>", " and <title>", 2),
        ("<think> tokens </think> and <inf>", "<think> tokens </think> and <inf>", 0),
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
        (
            "<fixed-case>F</fixed-case>oo<fixed-case>B</fixed-case>ar: see <url>https://a.io</url>",
            "FooBar: see https://a.io",
            6,
        ),
        ("the tokens <url> and <user>", "the tokens <url> and <user>", 0),
        ('"Why Should I Read It?"', '"Why Should I Read It?"', 0),
        (r"\ud835 and \upper", r"\ud835 and \upper", 0),
    ],
)
def test_markup(broken: str, mended: str, places: int) -> None:
    text, count = markup.decode(broken)
    assert text == mended
    assert count == places


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("<mi>O</mi><mo>(</mo><msup><mi>n</mi><mn>2</mn></msup><mo>)</mo>", "O(n^2)"),
        ("<mml:msubsup><mml:mi>x</mml:mi><mml:mi>i</mml:mi><mml:mn>10</mml:mn></mml:msubsup>", "x_i^{10}"),
        ("<mfrac><mn>1</mn><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></mfrac>", "1/(n+1)"),
        ("<msqrt><mi>k</mi><mi>n</mi></msqrt><mspace/>", "√kn"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"),
        ("<mi>x</mi><mo>&lt;</mo><mn>1</mn>", "x<1"),
        ("<semantics><mi>x</mi><annotation>y</annotation></semantics>", "x"),
        ("<msup><mi>x</mi><mn>2</mn>", "x2"),
        ("<msup><msup><mi>x</mi></msub>", "x"),
    ],
)
def test_mathml(inside: str, said: str) -> None:
    assert markup.decode(f'a <math xmlns="http://a.b">{inside}</math> b')[0] == f"a {said} b"


@pytest.mark.parametrize("latex_first", [True, False])
def test_a_formula_that_is_there_in_latex_too_is_shown_once(latex_first: bool) -> None:
    both = [
        "<tex-math>$x^2$</tex-math>",
        "<mml:math><mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math>",
    ]
    pair = "".join(both if latex_first else reversed(both))
    assert markup.decode(f"of <jats:alternatives>{pair}</jats:alternatives> or more")[0] == "of $x^2$ or more"


def test_an_unknown_entity_stays() -> None:
    assert markup.decode("a &nosuchthing; b")[0] == "a &nosuchthing; b"
