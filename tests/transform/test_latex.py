"""LaTeX to what a reader sees; what is not LaTeX, or not simple, stays."""

from time import process_time

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.transform.text.latex import decode, residue


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"\emph{so} \textbf{\textit{it}} {\em is}", "so it is"),
        (r"\textbf{U}nintended", "Unintended"),
        (r"\textbf{a \emph{b \textit{c \texttt{d}}}}", "a b c d"),
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
        (r"$n\log(n)$, $O(\log^2 n)$, $\arg\max_x f$, $\log\log n$", "n log(n), O(log^2 n), arg max_x f, log log n"),
        (r"$\sim$10%, $<$5%, 2$\times$2$\times$faster, $p<$0.05, 1$-$2", "∼10%, <5%, 2×2×faster, p<0.05, 1-2"),
        (r"for $5 and 256$\times$256, $6 or $x$ at 90$^\circ$C", "for $5 and 256×256, $6 or x at 90°C"),
        (r"\footnote{a} so\footnote{b} it \footnote{c} is $x$\footnote{d}", "(a) so (b) it (c) is x (d)"),
        (r"$\langle x, y \rangle$, i.e.\, \citep[see][p. 2]{a}", "⟨x, y⟩, i.e. [a]"),
        (r"$k$-means of n{\texttimes}d, 3\,000", "k-means of n×d, 3 000"),
        (r"$a\,b\!c$", "a bc"),
        (r"$\sqrt{AB}$, $\sqrt{2n}$, $\sqrt{n_k}$, $\sqrt{32}$, $\sqrt{}k$", "√(AB), √(2n), √n_k, √32, √k"),
        (r"$\frac{a}{bc}$, $\frac{a}{\sqrt{b}}$, $\frac{x}{2y}z$", "a/(bc), a/√b, x/(2y)z"),
        (r"$\frac{\text{hits}}{\text{misses}}$", "hits/misses"),
        (r"${a+b \over cd}$, $3^{x \over 2}$, ${n \choose k}$", "(a+b)/(cd), 3^{x/2}, (n choose k)"),
        (r"$\binom{n}{2}$, $\binom n2$, $\underset{x \in A}{\max} f$", "(n choose 2), (n choose 2), max_{x ∈ A} f"),
        (
            r"10\textsuperscript{3}, H\textsubscript{2}O, 4\textsuperscript{th}, A\textsuperscript{*}",
            "10^3, H_2O, 4th, A*",
        ),
        (r"$10\textsuperscript{-3}$ in \bf{bold} and {\em so}", "10^-3 in bold and so"),
        (r"$a\sqcup b\sqsubseteq c$, $A\hookrightarrow B$, L$^\natural$", "a ⊔ b ⊑ c, A ↪ B, L^♮"),
        (r"$\llbracket P\rrbracket$, $\bigoplus_i V_i$, $A \multimap B$", "⟦P⟧, ⨁_i V_i, A ⊸ B"),
        (r"$\bra{\psi}$, $\ket{0}$, $\braket{a|b}$", "⟨ψ|, |0⟩, ⟨a|b⟩"),
        (r"$x\bmod p$, $a\equiv b\pmod p$", "x mod p, a ≡ b (mod p)"),
        (r"$2.5\times$, $\pm 0.1$, $3\times 3$, $p(y\mid x)$", "2.5×, ±0.1, 3 × 3, p(y | x)"),
        (r"a$\unicode{x2013}$b, $\unicode{}$, i.e.\@ so, NASA\@., a\@b", r"a–b, $\unicode{}$, i.e. so, NASA., a\@b"),
        (r"$\{\pm 1\}^n$, $(\pm x)$, $x=\pm 1$, $a \pm b$", "{±1}^n, (±x), x= ±1, a ± b"),
        (
            r"Of $\\mathcal{O}(\\sqrt{T})$, $\\{0,1\\}$, $\\pi$0, \\textbf{so} and 10\\%",
            "Of O(√T), {0,1}, π0, so and 10%",
        ),
        (r"It ends.\\ We go on:\\{so} \\ \\ it\\\textbf{is}", r"It ends. We go on: {so} it\\is"),
        (r"Erd\H os--R\'enyi", "Erdős–Rényi"),
        (r"We list \begin{itemize} \item one; \item[(b)] two. \end{itemize} Done.", "We list • one; (b) two. Done."),
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
        r"C:\\dir\\file on \\host\dir",
        r"$\begin{bmatrix} a \\b \end{bmatrix}$",
    ],
)
def test_what_is_not_simple_latex_stays(text: str) -> None:
    assert decode(text).replace(" – ", " -- ") == text


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"as \hat{x}, \sqrt{x} and \mathbb{R}, without dollars", "as x̂, √x and ℝ, without dollars"),
        (r"$\mathcalO(\sqrtK)$ for $\mathbbZ^q$ and $\mathbfw$", "O(√K) for ℤ^q and w"),
        (
            r"at \mathcalO(1/\sqrtm) for \hatx, \tildeO(m), \tilde\Theta(m) and \widehatΛ",
            "at O(1/√m) for x̂, Õ(m), Θ̃(m) and Λ̂",
        ),
        (
            r"an \emphoptimal one, \emphe.g., \textttFoo-2, \textpoly(m), \textmu",
            "an optimal one, e.g., Foo-2, poly(m), µ",
        ),
        (
            r"the \em best one, \it so to say, O(\left(a\right)), \emph so, \ensuremathδ",
            "the best one, so to say, O((a)), so, δ",
        ),
        (
            r"an \alpha fraction, \ell groups, L_\infty\ bound and a 5\times gain; \copyright\ Ma",
            "an α fraction, ℓ groups, L_∞ bound and a 5× gain; © Ma",
        ),
        (r"Stra\ss e, Gr\o stad, the model\textquoteright s", "Straße, Grøstad, the model’s"),
        (
            r"of n3\documentclass[12pt]{minimal} \usepackage{foo} \begin{document}$$n^3$$\end{document} steps",
            "of n3 steps",
        ),
        (
            r"of \documentclass[12pt]{minimal} \usepackage{foo} \begin{document}$$n^3$$\end{document} steps",
            "of n^3 steps",
        ),
    ],
)
def test_macros_without_their_braces(source: str, shown: str) -> None:
    assert decode(source) == shown


@pytest.mark.parametrize(
    "text", [r"\fooemph and \hatxy", r"\emph{a", r"{\bf a {b} c", r"$a \over b \over c$", "${a$", "$a}$", "$a & b$"]
)
def test_what_could_be_another_macro_stays(text: str) -> None:
    assert decode(text) == text


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


def test_what_never_ends_does_not_cost_its_square() -> None:
    for piece in (r"a\documentclass[12pt]{minimal}", r"\item [", r"\begin{itemize}[", r"\emph x"):
        started = process_time()
        decode(piece * 5000)
        assert process_time() - started < 5


def test_spaces_before_a_line_end_cost_time_in_proportion() -> None:
    spaces = " " * 500_000
    assert decode(f"\\textbf{{a}}{spaces}b \\\\ c") == f"a{spaces}b c"  # would take hours


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("one. \\\\ Two", "one. Two"),
        ("one.\\\\Two", "one. Two"),
        ("one\\\\ two", "one two"),
        ("one\\\\\ntwo", "one \ntwo"),
        ("one\\\\Two", "one\\\\Two"),
    ],
)
def test_line_ends_of_latex_are_spaces_where_they_stand_apart(text: str, shown: str) -> None:
    assert decode(text) == shown
