import random

import numpy as np
import polars as pl
import pytest

from etl.transform.author_lists.features import Lists, Tally
from etl.transform.author_lists.regression import FEATURES, fit, level, prior, share_by_proofs
from etl.transform.author_lists.statuses import author_lists
from tests.transform.author_corpus import Corpus, laboratory, people


def suspected(corpus: Corpus, lengths: list[int], cap: int) -> tuple[pl.Series, pl.Series]:
    papers = author_lists(**corpus.frames(), cap_setting=cap).papers
    rows = papers.with_columns(cut=pl.Series(lengths) > cap).filter(pl.col("status") == "suspected")
    return rows["probability"], rows["cut"].cast(pl.Float64)


@pytest.mark.parametrize("cap", [5, 8])
@pytest.mark.parametrize("owners", [0.1, 0.5])
def test_it_beats_the_best_constant_guess(cap: int, owners: float) -> None:
    chance, cut = suspected(*laboratory(800, cap, owners=owners), cap)
    base = float(cut.mean())  # type: ignore[arg-type]
    assert 0.1 < base < 0.9
    assert ((chance - cut) ** 2).mean() < 0.5 * base * (1 - base)  # type: ignore[operator]


@pytest.mark.parametrize("owners", [0.1, 0.5])
def test_its_level_is_right(owners: float) -> None:
    chance, cut = suspected(*laboratory(1500, 5, seed=3, owners=owners), 5)
    assert float(chance.mean()) == pytest.approx(float(cut.mean()), abs=0.06)  # type: ignore[arg-type]


def test_pages_of_everyone_leave_nothing_to_suspect() -> None:
    chance, cut = suspected(*laboratory(600, 6, owners=1.0), 6)
    assert cut.sum() == 0
    assert float(chance.max()) < 0.02  # type: ignore[arg-type]
    assert float(chance.min()) > 0  # type: ignore[arg-type]


def test_who_stands_last_tells_lists_of_one_venue_apart() -> None:
    corpus, names = Corpus(), people(200)
    head, member = names[0], names[1]
    for i in range(30):
        corpus.add(*names[4 + 3 * i : 7 + 3 * i], member, head)
    ends = corpus.add(*names[100:107], head)
    goes_on = corpus.add(*names[110:117], member)
    papers = author_lists(**corpus.frames(), cap_setting=8).papers
    chance = dict(papers.select("paper", "probability").iter_rows())
    assert 0 < chance[ends] < chance[goes_on] < 1


def test_lists_at_the_cap_alone_have_a_probability() -> None:
    corpus, names = Corpus(), people(40)
    paper = corpus.add(*names[:8], venue=None, year=None)
    papers = author_lists(**corpus.frames(), cap_setting=8).papers
    assert 0.05 < papers.row(paper, named=True)["probability"] < 0.95


def test_a_cap_of_one_or_two_names_does_not_break_it() -> None:
    corpus, names = Corpus(), people(40)
    for i in range(12):
        corpus.add(*names[i : i + 2])
    for cap in (1, 2):
        assert author_lists(**corpus.frames(), cap_setting=cap).papers["probability"].is_between(0, 1).all()


def test_what_a_list_says_of_its_people_is_not_told_of_itself() -> None:
    rng = np.random.default_rng(1)
    length = rng.integers(2, 6, 60)
    paper, start = np.repeat(np.arange(60), length), np.cumsum(length) - length
    person = np.concatenate([rng.choice(12, size, replace=False) for size in length])
    none = np.zeros(12, dtype=np.int64)
    seniors = [name for name in FEATURES if "senior" in name or name == "last_for_others"]
    for one in range(60):
        told = []
        for counted in (True, False):
            complete = np.full(60, fill_value=True)
            complete[one] = counted
            lists = Lists(paper, person, person, start, length, np.full(60, 2020), complete, none)
            rows = (np.full(length[one] - 1, one), np.arange(1, length[one]), np.full(length[one] - 1, 9))
            told.append(Tally(lists, 2).features(*rows)[:, : len(seniors)])
        assert np.array_equal(*told)
    assert list(FEATURES)[: len(seniors)] == seniors


def test_without_data_the_weights_are_the_prior() -> None:
    mean, hold = prior(2)
    none = np.zeros((0, mean.size))
    assert np.allclose(fit(none, np.zeros(0), np.zeros(0), mean, hold), mean)
    assert mean.size == len(FEATURES) + 4
    assert (hold > 0).all()


def test_with_much_data_the_weights_are_the_data_s() -> None:
    rng = np.random.default_rng(0)
    x = np.column_stack([np.ones(40_000), rng.normal(size=40_000)])
    y = (rng.random(40_000) < 1 / (1 + np.exp(-(0.5 - 1.5 * x[:, 1])))).astype(float)
    got = fit(x, y, np.ones(40_000), np.zeros(2), np.ones(2))
    assert got == pytest.approx([0.5, -1.5], abs=0.06)


def test_proven_cuts_tell_how_many_are_not_proven() -> None:
    share, belief = share_by_proofs(np.array([100, 200, 400]), np.array([400, 800, 1600]), 400, 200)
    assert share == pytest.approx(0.5, abs=0.02)
    assert 0.3 < belief <= 0.5
    assert share_by_proofs(np.array([0, 0, 0]), np.array([0, 0, 0]), 0, 5)[1] < 0.05


def test_the_level_moves_by_belief() -> None:
    odds = np.linspace(-3, 1, 50)
    mean = float((1 / (1 + np.exp(-odds))).mean())
    moved = level(odds, 0.8, 1.0)
    assert float((1 / (1 + np.exp(-moved))).mean()) == pytest.approx(0.8, abs=1e-6)
    assert np.allclose(np.diff(moved), np.diff(odds))
    assert np.allclose(level(odds, 0.8, 0.0), odds, atol=1e-6)
    assert mean < float((1 / (1 + np.exp(-level(odds, 0.8, 0.5)))).mean()) < 0.8


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("sure", [45.0, -900.0])
def test_odds_beyond_every_doubt_have_a_level_too(sure: float) -> None:
    moved = level(np.array([sure, sure]), 0.5, 0.5)
    assert np.isfinite(moved).all()
    assert (moved > 0).all() == (sure > 0)


def test_a_crowd_that_writes_all_papers_together_has_probabilities() -> None:
    corpus, crowd, rng = Corpus(), people(20), random.Random(1)
    for i in range(200):
        corpus.add(*rng.sample(crowd, rng.randint(10, 20))[:19], venue=str(i % 5), year=2008 + i % 17)
    told = author_lists(**corpus.frames(), cap_setting=19).papers.filter(pl.col("status") == "suspected")
    assert told.height > 20
    assert told["probability"].is_between(0, 1, closed="none").all()
