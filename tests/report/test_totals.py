"""Coverage by venue and year, also of more venues than a report shows."""

import polars as pl

from etl.report.build import coverage


def test_venues_beyond_those_shown_are_counted() -> None:
    papers = pl.DataFrame(
        [
            (f"v{number:02}", 2000 + number % 3, "a", "suspected")
            for number in range(60)
            for _ in range(1 + number // 20)
        ],
        schema=["venue_id", "year", "abstract_raw", "author_list_status"],
        orient="row",
    )
    venues = pl.DataFrame({"venue_id": [f"v{number:02}" for number in range(60)]}).with_columns(
        name=pl.lit(None, pl.String), known=pl.lit(value=False)
    )
    found = coverage(papers.lazy(), venues.lazy())
    assert [venue.papers for venue in found.venues] == [3] * 20 + [2] * 20 + [1] * 10
    assert (found.other_venues, found.other_papers) == (10, 10)
    assert sum(year.papers for year in found.years) == papers.height
    assert found.venues[0].name == "v40"


def test_the_years_of_a_venue_stand_in_order() -> None:
    years = [1990 + 7 * number % 30 for number in range(30)]
    papers = pl.DataFrame({"year": years}).with_columns(
        venue_id=pl.lit("v"), abstract_raw=pl.lit("a"), author_list_status=pl.lit("suspected")
    )
    venues = pl.DataFrame({"venue_id": ["v"], "name": ["V"], "known": [True]})
    (venue,) = coverage(papers.lazy(), venues.lazy()).venues
    assert list(venue.years) == sorted(years)
