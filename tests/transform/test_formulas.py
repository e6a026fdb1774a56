"""Commas in formulas: what makes it likelier that their author typed no space behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.transform.text.formulas import dense, odds_of, opening


def odds(formula: str) -> float:
    return odds_of(formula, formula.index(", ") + 1, (0, len(formula)))


@pytest.mark.parametrize(
    ("likelier", "less_likely"),
    [
        ("$(X, Y)$", r"$(\epsilon, Y)$"),
        ("$(X, Y)$", r"$(X, \epsilon)$"),
        (r"$a_{1, \infty}$", r"$a|{1, \infty}$"),
        (r"$a^{1, \infty}$", r"$a|{1, \infty}$"),
        ("$(1, 2)$", "$(a, 2)$"),
        ("$(a, b+c)$", "$(a, b c)$"),
    ],
)
def test_what_counts(likelier: str, less_likely: str) -> None:
    assert odds(likelier) > odds(less_likely)


def test_only_the_terms_of_the_bracket_count() -> None:
    assert odds("$(X, Y)$") == odds(r"$\mathbb{R} \times (X, Y) \times \mathbb{R}^{(d)}$")


def test_spaces_round_relations_speak_for_spaces() -> None:
    glued, typed = "$(X_{ab}, Y_{ab})=0$", "$(X_{ab}, Y_{ab}) = 0$"
    assert dense(glued, [(0, len(glued))], [9]) == [9]
    assert dense(typed, [(0, len(typed))], [9]) == []


def test_commas_count_for_each_other() -> None:
    lone, sure = r"$(X_{ab}^{\prime\prime}, Y_{ab}^{\prime\prime})$", "$C^{1, 2}$"
    text, at = lone + 3 * sure, lone.index(", ") + 1
    spans = [(0, len(lone)), *((len(lone) + n * len(sure), len(lone) + (n + 1) * len(sure)) for n in range(3))]
    commas = [at, *(start + sure.index(", ") + 1 for start, _ in spans[1:])]
    assert dense(text, spans[:1], commas[:1]) == []
    assert dense(text, spans, commas) == commas


def test_the_innermost_open_bracket() -> None:
    assert opening("f(a, g(b)[c]{") == 12
    assert opening("f(a, g(b)[c]") == 1
    assert opening("a, (b)") == -1


@given(st.text(alphabet="$,(){}[]_^\\=a1X +", max_size=40))
def test_any_text_can_be_weighed(inside: str) -> None:
    text = f"${inside}, b$"
    at = text.rindex(", ") + 1
    assert dense(text, [(0, len(text))], [at]) in ([], [at])
