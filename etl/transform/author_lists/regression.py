"""The regression behind `truncation_probability`, and how the proven cuts set its level."""

from __future__ import annotations

from typing import Final

import numpy as np

from etl.transform.author_lists.features import Floats, Ints

# What the features, in the order of their columns, weigh before the corpus has spoken, how much they vary, and how many
# lists that is worth.
# Measured on venues of AI and statistics, alone and together, at caps of 5, 8 and 10: they hardly differ.
FEATURES: Final = {
    "last_for_others": (-0.9, 0.75, 200),
    "senior_inside": (-0.5, 0.43, 200),
    "senior_missing": (0.1, 0.38, 200),
    "senior_missing_first": (0.27, 0.57, 200),
    "senior_elsewhere": (-0.3, 1.0, 200),
    "own_senior_inside": (-0.12, 0.36, 200),
    "own_senior_missing": (0.28, 0.77, 200),
    "last_rate": (-0.24, 1.1, 200),
    "papers": (-0.62, 1.24, 200),
    "junior_lately": (0.62, 0.9, 200),
    "standing": (0.19, 1.3, 200),
    "alphabetical": (0.4, 0.3, 200),
    "alphabet_left": (1.5, 0.11, 200),
    "below_cap": (0.1, 0.8, 100),
}
_LIST: Final = 0.15  # what one list tells of a weight: p (1 - p) and a little less
_LEVEL, _LEVEL_HOLD = -0.8, 0.3  # log odds of a cut, worth two lists
_YEAR_HOLD, _VENUE_HOLD = 3.0, 5.0
_ALIKE: Final = 0.04  # variance (log) between how cuts are proven at one length and at the next
_TREND: Final = 0.1  # standard deviation of the trend of that, for each name


def prior(venues: int) -> tuple[Floats, Floats]:
    """Give the weights before any data (level, features, year, venues) and the precision that holds each."""
    first = np.array(list(FEATURES.values()))
    mean = np.concatenate([[_LEVEL], first[:, 0], np.zeros(1 + venues)])
    held = _LIST * first[:, 2] * first[:, 1] ** 2
    return mean, np.concatenate([[_LEVEL_HOLD], held, [_YEAR_HOLD], np.full(venues, _VENUE_HOLD)])


def fit(x: Floats, y: Floats, weight: Floats, mean: Floats, hold: Floats) -> Floats:
    """Fit a logistic regression that is held to a prior, by Newton's method: one weight a column.

    X: a row a case, a column a feature. Y: 0 or 1. WEIGHT: of each case. MEAN, HOLD: where each weight starts, and the
    precision with which it is held there.
    """
    beta = mean.copy()
    for _ in range(25):
        p = 1 / (1 + np.exp(-_bounded(x @ beta)))
        bend = (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(hold)
        step = np.linalg.solve(bend, x.T @ (weight * (y - p)) - hold * (beta - mean))
        beta += np.clip(step, -2, 2)
        if np.abs(step).max() < 1e-8:
            break
    return beta


def share_by_proofs(silent: Ints, told: Ints, proven: int, suspected: int) -> tuple[float, float]:
    """The share of cut lists among the suspected ones, and how far to believe it against the regression (0 to 0.5).

    For each proven cut there are so many that nobody proves; below the cap that ratio is known.

    SILENT, TOLD: cut lists that nobody would prove, and that somebody would, at one name below the cap, two below, and
    so on. PROVEN, SUSPECTED: lists at the cap.
    """
    below = -np.arange(1.0, silent.size + 1)
    log = np.log((silent + 0.5) / (told + 0.5))
    sure = 1 / (1 / (silent + 0.5) + 1 / (told + 0.5))
    x = np.column_stack([np.ones(below.size), below])
    bend = (x * sure[:, None]).T @ x + np.diag([1e-6, 1 / _TREND**2])
    ratio = np.linalg.solve(bend, x.T @ (sure * log))[0]
    variance = np.linalg.inv(bend)[0, 0] + 1 / max(proven, 1)
    share = min(0.95, max(0.001, proven * float(np.exp(ratio)) / suspected))
    return share, float(0.5 / (1 + variance / _ALIKE))


def level(odds: Floats, share: float, belief: float) -> Floats:
    """Shift log odds so that their mean probability moves towards a share, by so much belief."""
    odds = _bounded(odds)
    mean = float((1 / (1 + np.exp(-odds))).mean())
    wish = (1 - belief) * np.log(mean / (1 - mean)) + belief * np.log(share / (1 - share))
    low, high = -10.0, 10.0
    for _ in range(40):
        middle = (low + high) / 2
        now = float((1 / (1 + np.exp(-(odds + middle)))).mean())
        low, high = (middle, high) if now < 1 / (1 + np.exp(-wish)) else (low, middle)
    return odds + (low + high) / 2


def _bounded(odds: Floats) -> Floats:
    """Keep log odds where their probability differs from 0 and from 1: beyond 37 it is 1 to the last bit."""
    return np.clip(odds, -20, 20)
