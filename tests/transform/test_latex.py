"""LaTeX to what a reader sees; what is not LaTeX, or not simple, stays."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.transform.latex import decode, residue


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\emph{so} \textbf{\textit{it}} {\em is}", "so it is"),
        (r"\textbf{U}nintended", "Unintended"),
        (r"G\"odel, {\'e}, \v{s}, \c{c}, {\"{u}}, Erd\H{o}s, \'{\i}, \~n", "Gödel, é, š, ç, ü, Erdős, í, ñ"),
        (r"4\% \& \# \_ \{a\} \$5", "4% & # _ {a} $5"),
        ("``so'' --- and 1--2~km; al.~(2019)", "“so” — and 1–2 km; al. (2019)"),
        (r"\cite{a,b} \url{https://x.org/~u_1}", "[a,b] https://x.org/~u_1"),
        (r"\href{http://a.b}{here}", "here (http://a.b)"),
        (r"$\alpha$, $n^2$, $O(n \log n)$, $\mathcal{O}$", "α, n^2, O(n log n), O"),
        (r"$\ell_\infty$, $\mathbb{R}^d$, $\tilde{O}(\sqrt{T})$", "ℓ_∞, ℝ^d, Õ(√T)"),
        (r"$\frac{a+b}{2}$, $x \neq y$, $\not\leftrightarrow$", "(a+b)/2, x ≠ y, ↮"),
        (r"$1\% \to 88\%$ and $6\%\to 40\%$", "1% → 88% and 6% → 40%"),
        (r"$D_{1}$, $T^{2/3}$, $\{0,1\}^n$, \(x^2\), \[y\]", "D_1, T^{2/3}, {0,1}^n, x^2, y"),
        (
            r"$n\log(n)$, $O(\log^2 n)$, $\arg\max_x f$, $\log\log n$",
            "n log(n), O(log^2 n), arg max_x f, log log n",
        ),
        (r"$\sim$10%, $<$5%, 2$\times$2$\times$faster, $p<$0.05, 1$-$2", "∼10%, <5%, 2×2×faster, p<0.05, 1-2"),
        (r"for $5 and 256$\times$256, $6 or $x$ at 90$^\circ$C", "for $5 and 256×256, $6 or x at 90°C"),
        (r"\footnote{a} so\footnote{b} it \footnote{c} is $x$\footnote{d}", "(a) so (b) it (c) is x (d)"),
        (r"$\langle x, y \rangle$, i.e.\, \citep[see][p. 2]{a}", "⟨x, y⟩, i.e. [a]"),
        (r"$k$-means of n{\texttimes}d, 3\,000", "k-means of n×d, 3 000"),
    ],
)
def test_decoded(source: str, shown: str) -> None:
    assert decode(source) == shown


@pytest.mark.parametrize(
    "text",
    [
        "a bare 100% and what follows",
        "$5 and $6, or $5-$10, or 5$",
        "{a, b} and {A}, a_b, x^2, ~10% of ~/home",
        r"$\unknown{x} + 1$ and \unknown{y}",
        "use --flag and a -- b",
        "don't say ''so'' or 'it'",
        r"C:\dir\file",
    ],
)
def test_what_is_not_simple_latex_stays(text: str) -> None:
    assert decode(text).replace(" – ", " -- ") == text


@given(st.text(alphabet="ab5 $%&#~^_{},.-'\"<>|()", max_size=60))
def test_letters_and_digits_are_never_lost(text: str) -> None:
    assert [c for c in decode(text) if c.isalnum()] == [c for c in text if c.isalnum()]


def test_residue_is_the_first_macro_left() -> None:
    texts = pl.Series(["none, 5% of $5", r"a \foo{x} and \bar", None, r"$\unknown{" + "x" * 99 + "}$"])
    assert residue(texts).to_list()[:3] == [None, r"\foo{x}", None]
    assert len(residue(texts)[3]) <= 60


def test_deep_groups_are_left_alone() -> None:
    for deep in ("$" + "{" * 190 + "x" + "}" * 190 + "$", "\\emph{" * 2000 + "x", "$" + "\\hat " * 70 + "x$"):
        assert "x" in decode(deep)
