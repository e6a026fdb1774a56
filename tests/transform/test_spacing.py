"""The site's spaces behind inner marks: taken back where the site put them, and nowhere else."""

import re

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.transform.text.spacing import mend, spacing

PROVEN = " Results, e. g. , ours, are good."  # what makes a text known to be damaged
MENDED = " Results, e.g., ours, are good."


def respace(text: str) -> str:
    """The damage, as the site does it."""
    return re.sub(r"([.,:;?!])(?=[^\s.)\]'])", r"\1 ", text)


@pytest.mark.parametrize(
    "text",
    [
        "We study harms (e.g., errors) and, i.e., their causes.",
        "Data are i.i.d. samples, w.r.t. a norm, a.k.a. a metric.",
        "Accuracy rises by 13.4%-20.5% from 0.9 to 1.5-2x with v1.3 and 2.5D.",
        "It has 60,000 images, 1,234,567 words and 10,000 problems.",
        "In 2021. 3 models were tried, and 0.5 of them won.",
        "We use the dataset. GitHub hosts it, i.e., all of it.",
        "This extends Doe et al. 2020, as in Fig. 3, by 4.5%.",
        "Sizes 10, 100, 1000 and 1, 2, 3 and (1, 2) take 0.5 s.",
        "Scores of 95, 101 and 98, i.e., high.",
        "A ratio of 3:1 and Task 3: 1 model takes 0.5 s. In 2021: 500 pages.",
        "At 10:30 we ran it, i.e., then.",
        "See doi:10.1145/3.4 and arXiv:2301.12345 for it.",
        "Code is at https://github.com/a/b-c.git. We share all.",
        "See http://localhost:8080/x?id=1&y=2.5. Then stop.",
        "Write to doe@cs.example.edu or see cs.example.edu/data for it.",
        r"It is at \url{https://foo.bar.io/x.html}. We share all.",
        "Write to doe@example.com. doi:10.1145/3.4 has it, or doe@example.com.br, or roe@uni.ac.in. We win.",
        "We take *Foo:* this, **bar.** that, `e.g.` so, np.linalg.svd, std::vector and RoBERTa-large.v2 at 0.5.",
        "* One item of 0.5. * Another, e.g., this. * A third; * it is.",
        "The W.H.O. has model.pt and foo.gguf, z=-.1, i.e., low. Q.E.D. is it.",
        "We use example.com. The files config.yaml and train.py are there.",
        "The U.S. and the U.K. differ, e.g., in law. A Ph.D. helps.",
        "The M.Sc. and M.Ed. theses used ATLAS.ti. © 2024 Springer Nature B.V. 2024. Method M. Science, by B. V. Rao.",
        "Music of J. S. Bach, i.e., fugues. A. We show it.",
        "He called it “good,” and she asked “why?” before.",
        'If "Ann lives in Rome," then "where?" is answered; e.g., so.',
        r"Given $f: X \to Y$ and $x \geq 0.9$, we win.",
        r"\emph{Is it so?} We ask, e.g., this.",
        "Assuming P != NP, a := b.",
        "Steps, e.g., 1) one (p < 0.05). 2) two GPT-4. 3) three.",
        "We sum $x_{1:T}$ and $O(n).$ This is 0.5.",
        r"As Doe et al.\ (2016) and Roe et al.~(2017) show, 0.5 is it.",
        "Values 1, ..., n with p<.05; TL;DR of it.",
        'It is “so." He left. She calls P(X,Y) a law, i.e., one.',
        "Reach jane.doe@example.ac.uk or doi.org/10.5281/zenodo.123. We thank all.",
        "On Oct. 3, 2021, 1,500 users saw a 1:N match at 16:9; e.g., here.",
        "The one-vs.-all case of Doe et al.’s work.",
        "It gains +1.2/+3.4 mAP@0.5 and 2.3 AP@[.5:.95], i.e., mAP@[0.5:0.95].",
        "With IoU=0.5:0.95 it has AP50:95 of 45.6; Acc@1: 0.5, R@5=70.3%.",
        "On 224x224 images, 1,000 classes and 5,000-10,000 objects at 30.5 FPS.",
        "We tune FLUX.1-dev, Qwen2.5-VL-7B, GPT-4.1 and Llama-3.1-8B.",
        "It beats H.264/AVC and H.265 at a 4:2:0 ratio with 6.7B/13B models.",
        "We use ASP.NET, Node.js and .NET with README.md, and the .py format.",
        "It runs at a 16:9 ratio, i.e., wide. We win 20:0 and lose 1:1.",
        r"A ratio of $.677$, or $\sim.66$ (.05), i.e., $+1.2\%$ and $1.5\times$.",
        "Project page: https://x-y.github.io/. Code: https://github.com/x/y.git. We share all.",
        "See https://CRAN.R-project.org/x, cran.r-project.org/x, sn.im/25a9 and www.cs.example.ac.uk/~doe/data.html.",
        "See https://drive.google.com/file/d/1aB?usp=sharing&x=1.5 and doi:10.1109/5.77.",
        r"It is \textit{i.e.}, so, \texttt{foo.bar} and \textbf{1.91x}, e.g.\ here, w.r.t.\ it (resp.~that).",
        "R&amp;D and AI&amp;M are one.",
        "It has C++. 3 models, KITTI 2012. 3D scenes, and takes 0.5 s.",
        "We ask DALL.E 2 for .obj and .ply files at 0.5 s.",
        "Images of (640, 480) and [224, 224] in 0.5 s; it has (1,500) or 123,456 of them.",
        r"As in \cite{doe:nips09} and \citep{doe:07}, 0.5 is it.",
        r"Costs of \$1.5M; $5.20 and $3, i.e., less; R&D; A&B.",
        'At 10<sup xmlns:foo="http://a.b/c" xmlns:xlink="http://a.b/x">3</sup> steps, <uri xlink:href="x">it</uri> stops.',
        "It holds (p < .05, d = .3) for the Does&#39; and Roe&#8217;s data. _So_ it is, e.g., here.",
        r"With $\ell_{2,1}$ norms we take $L_{1,2}$; e.g., so.",
        "It holds (p\u2009=\u2009.05, d\u00a0>\u00a0.3, CI .42-.96) here.",
        "Gains of 4% (CI (5, 11), p = 0.60). They last.",
        "In 2018.1, 2017.7, and 2016.2, i.e., thrice.",
        "Of GPT-4, 128 runs, LM7, 300 runs and a range of -1,500 to 2,500, i.e., many.",
        "Sizes of 300, 600, 700, of 50, 100, 150 and of 241, 278, 298, and 312 at 0.5 s.",
        "All won, i.e., of 8, 100% won.",
        "As in Foo 62, 607-617 and Bar 51, 201--249, i.e., with 1,200-1,500 words.",
        "1. We see 0.5 of it. 2. We use GPT-4. 3. We win.",
        "Seen vs. -unseen, 0.5 vs. -0.7 and one-vs.-all cases.",
        "See DOI: 10.1000/j.foo.2020.00285 and doi:10.1000/x.1 for it.",
        "In study I: N = 40, e.g., so.",
        "Of 1,2,4-triazole, 2,2'-bipyridine, N,N'-dimethylurea, 1,4-dioxane and 3-(1,4-cyclohexadienyl)-alanine, 0.5 is it.",
        "The S.C.O.R.E. model (W.B.C.) has 0.5 S.E.M. on Foo, A. B., and T. J. Bar.",
        "It is less than .05 and equal to .3 at a 1:16 ratio, i.e., low.",
        "It grew in 2021. 115 people, i.e., 40%, left in 2022. 40% of them won 0.5.",
        "5. We see 0.5 of it. 6. 1-Foo is gone. 7. We win.",
        "It has 3,333citation12,128Downloads and BAR-10,100, i.e., many.",
        "The World Bank (W.B.) has it (so). foo() is it, e.g., here. It is i. D says it.",
        "Write to P.O. Box 5 of it. I.e., so, e.g., here.",
        "New Citation Alert added!This alert is 0.5.",
        r"So it is.\footnote{See 0.5.} We see *e.g.*, **i.e.**: it is.",
        "&quot;Foo&quot; is at https://a.io/b;c=1 and 0.5.",
        "It is " + "x" * 500 + ", i.e., " + "y" * 500 + ".",
        "<b>Aim:</b> we <em>win.</em> <i>e.g.</i>, here, i.e.,~so, and see:~\\url{https://a.io/b}.",
        r"On $10,\!000$ runs, e.g.\@ here, i.i.d.\,noise has $\|.\|_2$ and ||.||_1 of 0.5, etc.--so it is.",
        "Foo 2.x, v3.x-beta and all *.csv files, e.g., of Character.AI, are at anonymous.4open.science/r/a-1B/.",
        "See hf.co/foo/bar, aka.ms/foo, cs.example.it/foo and lab.example.ca/~doe, i.e., all.",
        r"Of $f(x),$ $\dots,$ and $\set{0,1}^d$, $I(X;Y;Z)$ and $\ell_{2,k+1}$ at $n!$; $I_p(S;A)$ is it.",
        r"At a 7:2:1 or 70:15:15 split with 2:4 semi-structured sparsity, 0.5 is it.",
    ],
)
def test_damage_is_undone(text: str) -> None:
    damaged = respace(text)
    assert damaged != text
    assert mend(damaged).text == text
    assert spacing(pl.Series([damaged])).item(0, "text") == text


@pytest.mark.parametrize(
    "alone",
    [
        "AI&amp;M", "$x_{1:T}$", "$.5$", "(.5)", "[.5:.95]", "H.264", "FLUX.1-dev", ".NET",
        r"\texttt{a.b}", "resp.~x", "one-vs.-all", "https://a.b", "(cid:1)", "TL;DR", "RP!=NP", "a:=b", "Ph.D.",
        "60,000", "0.9", "i.e., x", "U.S. law", "foo.py", "[0,1]$", "x@y.edu", "https://CRAN.R-x", "al.\\,x", "$n.$", r"\cite{doe:nips}",
        "DALL.E", "p < .05", "Roe&#39;s", "less than .05", "a 12:1 mix", "(1:16)", "2:4 sparsity", "7:2:1",
        r"$\ell_{2,1}$", r"$\ell_{1,p}$", r"$p\in(0,1)$", "$x,$", "$n!$", "$I(X;Y)$", "${0,1}^n$", r"$x\in\{-1,1\}^n$", "hf.co/a", "*.csv",
    ],
)  # fmt: skip
def test_one_proof_is_enough(alone: str) -> None:
    text = f"We see ${alone} there" if alone.endswith("]$") else f"We see {alone} there"
    assert spacing(pl.Series([respace(text)])).item(0, "text") == text


@pytest.mark.parametrize(
    "text",
    [
        "A, b, and c: three things; all good. Next? Yes! Done.",
        "In 2021. 3 models were tried.",
        "Lists of 1, 2, 3 and 10, 100, 1000 items (see 1, 2).",
        'It is "good". We say: "fine", and stop.',
        r"A map $f: X \to Y$ with $(x, y)$ and $x \in [0, 1]$.",
        "Variables x1, . . . , xn are free.",
        "J. S. Bach and A. Turing wrote. A. We show.",
        "x < y > z and <2% and a<b, 100% of $5 and $6.",
        "Our aims: we win. at times, we lose.",
        "In phase 3, 450 patients came, in group 2, 140 mice; on day 3, 500 mg was given by age 65, 120 of n = 5, 125 times.",
        "Das gilt u. a. hier, d. h. i. d. R., s. o. und s. u. sowie am 3. 5. 2020 auch.",
        "Det gäller d. v. s. här, m. m. och o. s. v. också.",
        "Dne 12. 11. 2021 byla studie zahájena, t. j. včas, a. s.",
        "Est-ce possible ? « Oui ! » répond-on. « Non. »",
        "while (x) { y = 1; } is code, as is { return; }.",
        "In step 2: 3 models, and in 2021: 5 more.",
        "It costs $5; $6 is more. R&D; A&B. C++. 3 models.",
        "Ends of $x$. 2. Next; a function $f : \\mathbb{R} \\to S$.",
        "Images of (640, 480) and [224, 224].",
        "It ends so. _Next_ it is < x. 3 of &#39; signs; xmlns: a key.",
        "With GPT-4, 128 runs, LM7, 300 runs and B72, 249 runs.",
        "See Foo (1975), 36, 407-413, and Bar 62, 607--617 (1977).",
        "Sizes of 50, 100, 150, of 241, 278, 298, and 312; or 8, 100% of it.",
        "1. It is due to CO2. 2. It grows. 3. It takes 44. 4. It wins.",
        "In Foo 2021. 5: 77, seen vs. -unseen.",
        "See Bar 1: 23 and Foo. 9: 1, a model 3: 1 and group 1: 48 of them.",
        "It grows. 6. 1-Foo is gone. 7. We win.",
        "It is due to FOO-19. 15 people fell ill. It ends in pain. : We win (FOO-12). : It grew.",
        "What can we do? : Foo! : a tool.",
        "Layers of 64, 128, 256, 512 units paint (255, 255, 255) and 128, 256, 512 of them.",
        "See [12, 345] and Foo. Rev. 47, 777 (1935): F(2, 345) is large. On May 5, 200 people came.",
        "By L. A. Roe and B. S. Doe; M. S. Poe wrote on it.",
        "We have a module. G-Foo is it, and I-Bar of the cause. E-Foo is another. } We win.",
        r"With $ r! $ and $ x, $, I(X; Y) and $_{i, j}$, $p \in (0, 1)$, $p\in (0, 1)$, $p\in(0, 1]$ and $f_{n, 1}$, it ends in 2. x is free in case 1: 4 ways.",
        "",
        " ",
        ". ",
        ", ,",
    ],
)
def test_undamaged_texts_stay(text: str) -> None:
    assert mend(text).text == text


@pytest.mark.parametrize("text", ["It is i. e. so (e.g., here).", "A space, 0. 9, but 1.5 is glued."])
def test_a_text_with_an_unspaced_mark_is_not_damaged(text: str) -> None:
    assert spacing(pl.Series([text])).row(0) == (text, 0, False, None)


def test_hints_alone_prove_nothing() -> None:
    text = "The set $(X, Y)$ and N: M pairs, or 3: 1 odds."
    assert mend(text).text == text
    assert mend(text + PROVEN).text == "The set $(X,Y)$ and N:M pairs, or 3:1 odds." + MENDED


def test_prose_in_a_damaged_text_stays() -> None:
    assert (
        mend("It ends so. -- We win, etc. --- all of it." + PROVEN).text
        == "It ends so. -- We win, etc. --- all of it." + MENDED
    )
    text = r"Of x1,... , xn and y1,... , we $f : \mathbb{R}$ use foo() and e.g., bar (a, b)."
    assert mend(respace(text) + PROVEN).text.endswith(", bar (a, b)." + MENDED)
    assert ", we $f : \\mathbb" in mend(respace(text) + PROVEN).text
    assert mend("See v3. 2.x." + PROVEN).text == "See v3.2.x." + MENDED


@pytest.mark.parametrize(
    "text",
    [
        r"Take $\gamma\in(0,1)$ and $B\in\{0,1\}^n$, e.g., here.",  # no space round any relation
        r"The norms $\ell_{1,\infty}$ and $C^{k,\alpha}$ differ, e.g., here.",  # indices
        r"Draw $(X,Y)$ from $P(X|Y)$ and $S(A,B)$, e.g., here.",  # short terms
    ],
)
def test_commas_of_dense_formulas_are_joined(text: str) -> None:
    assert mend(respace(text)).text == text


@pytest.mark.parametrize(
    "text",
    [
        r"For $c = \max(a + b, c + d)$ and $x = y$, e.g., here.",  # spaces round the relations
        r"It is $O(\sqrt{\log(n) / \epsilon^2}, \frac{d \log n}{\epsilon})$ so, e.g., here.",  # long terms
        r"Points $(x, y)$ and $f(a, b)$, e.g., here.",  # lower-case letters
    ],
)
def test_commas_of_airy_formulas_keep_their_space(text: str) -> None:
    assert mend(respace(text)).text == text


def test_the_commas_of_a_text_are_settled_together() -> None:
    lone = r"So $(\mu_{ab}^{\prime}, \Sigma_{ab}^{\prime})$ is it, e.g., here."
    dense = r"Of $B\in\{0,1\}$ and $A\in\{0,1\}$ and $C\in[0,1]$. "
    assert mend(respace(lone)).text == lone
    assert r"_{ab}^{\prime},\Sigma_{ab}^" in mend(respace(dense + lone)).text


def test_habits_prove_nothing() -> None:
    text = r"Take $\gamma\in(0, \infty)$ and $\ell_{1, \infty}$ here."
    assert mend(text).text == text


def test_columns_keep_order_nulls_and_evidence() -> None:
    raw = pl.Series(["Fine, as is.", None, "We get 0. 9 and 60, 000 of them."])
    frame = spacing(raw)
    assert frame["text"].to_list() == ["Fine, as is.", None, "We get 0.9 and 60,000 of them."]
    assert frame["spaces_removed"].to_list() == [0, 0, 2]
    assert frame["spaces_removed"].dtype == pl.UInt32
    assert frame["respaced"].to_list() == [False, False, True]
    assert frame["respaced_sample"].to_list() == [None, None, "We get 0. 9 and 60, 000 of them."]


def test_the_sample_is_short_and_holds_the_place() -> None:
    sample = mend("word " * 30 + "at 0. 9 and on " + "word " * 30).sample
    assert sample is not None
    assert len(sample) <= 60
    assert "0. 9" in sample


PIECES = st.sampled_from(
    ["We", "show", "models", "(e.g.,", "i.e.", "0.9", "60,000", "x,", "so.", "https://a.io/b", "v1.3", "“why?”", "[1]"]
)


@given(st.lists(PIECES, min_size=1, max_size=30).map(" ".join))
def test_mending_takes_spaces_alone_and_is_stable(text: str) -> None:
    once = mend(respace(text)).text
    assert once.replace(" ", "") == text.replace(" ", "")
    assert mend(once).text == once


@given(st.text(alphabet="$,(){}[]_^\\\\=a1X +", max_size=40))
def test_formulas_lose_spaces_behind_commas_alone_and_once(text: str) -> None:
    proven = respace(f"{text} $ (e.g., so).")
    once = mend(proven).text
    assert once.replace(" ", "") == proven.replace(" ", "")
    assert len(proven) - len(once) == mend(proven).removed


@given(st.text(alphabet=".,:;?!\"'”$\\{}()[]/-ae1 0A~", max_size=40))
def test_nothing_but_spaces_goes_whatever_comes(text: str) -> None:
    mended = mend(text)
    assert mended.text.replace(" ", "") == text.replace(" ", "")
    assert len(text) - len(mended.text) == mended.removed
