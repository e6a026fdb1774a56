"""Probabilities in bins, and how well they hold."""

import polars as pl
import pytest

from etl.report.author_lists import MICRO, _people, bin_of, micro_sum, reliability
from schemas.run_facts import ReliabilityBin


@pytest.mark.parametrize(
    ("probability", "place"), [(0.0, 0), (0.0999, 0), (0.1, 1), (0.3, 3), (0.6999, 6), (0.7, 7), (0.95, 9), (1.0, 9)]
)
def test_a_bin_has_its_beginning_and_the_last_one_its_end_too(probability: float, place: int) -> None:
    assert pl.DataFrame({"p": [probability]}).select(bin_of("p")).item() == place


def test_the_sum_does_not_depend_on_the_order() -> None:
    values = pl.DataFrame({"p": [0.1, 0.2, 0.3, 1e-6, 0.7]})
    sums = {frame.select(micro_sum("p")).item() for frame in (values, values.reverse(), values.sample(5, seed=1))}
    assert sums == {1.300001 * MICRO}


def test_what_references_settle_is_counted_by_the_probability_before() -> None:
    lists = pl.DataFrame(
        [
            ("truncated", 0.25), ("complete", 0.22), ("complete", 0.04),  # settled
            ("truncated", None), ("suspected", 0.25),  # never suspected; not settled
        ],
        schema={"status": pl.String, "unaided": pl.Float64},
        orient="row",
    )  # fmt: skip
    assert reliability(lists) == [
        ReliabilityBin(low=0.0, high=0.1, lists=1, expected=0.04, cut=0),
        ReliabilityBin(low=0.2, high=0.3, lists=2, expected=0.47, cut=1),
    ]
    assert reliability(lists.filter(pl.col("status") == "suspected")) is None


def test_people_stand_as_on_their_list_and_the_others_below() -> None:
    shown = ["Cy Cole", "Ada Ames", "Bo Byrd", "Dee Dorn", "Ann Ode", "Eve East"]
    rows = [("listed", 1), ("listed", 2), ("listed", 3), ("reference", 4), ("recovered", None), ("recovered", None)]
    people = pl.DataFrame(
        [("p", *row, name, None) for row, name in zip(rows, shown, strict=True)],
        schema={
            "paper_id": pl.String,
            "role": pl.String,
            "position": pl.Int32,
            "name_raw": pl.String,
            "evidence": pl.String,
        },
        orient="row",
    )
    for seed in range(5):
        tables = {"authorships": people.sample(6, shuffle=True, seed=seed).lazy()}
        found = _people(tables, pl.DataFrame({"paper_id": ["p"]}))
        assert [row["name_raw"] for row in found["p"]] == shown
