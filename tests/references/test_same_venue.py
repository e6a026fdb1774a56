"""Venues of papers and references compared, through the registry where it has them."""

import polars as pl
import pytest

from etl.pipeline.merging.referenced import with_registry
from etl.references.matching.same_venue import Venues, compare_venues
from etl.transform.venues.resolve import resolve_venues


def compared(paper: str, reference: str | None) -> Venues:
    heading = pl.DataFrame(
        {"venue_raw": [paper], "venue_kind": [None], "year": [None]},
        schema={"venue_raw": pl.String, "venue_kind": pl.String, "year": pl.Int32},
    )
    venue_id = resolve_venues(heading)["venue_id"].item()
    theirs = with_registry(pl.DataFrame({"venue": [reference]}, schema={"venue": pl.String}))
    return compare_venues(paper, venue_id, *theirs.select("venue", "venue_ids", "venue_type").row(0))


@pytest.mark.parametrize(
    ("paper", "reference"),
    [
        ("ICML", "Proceedings of the 37th International Conference on Machine Learning"),
        ("ICML", "Proc. of the 37th International Conference on Machine Learning"),
        ("ICML", "ICML '20: 37th Int. Conf. on Mach. Learn., Vienna"),
        ("ICML", "ICML (1)"),
        ("NeurIPS", "Advances in Neural Information Processing Systems 34"),
        ("NeurIPS", "NIPS"),
        ("NIPS", "NeurIPS"),
        ("NeurIPS Datasets and Benchmarks", "NeurIPS"),
        ("NIPS", "Neural Information Processing Systems"),
        ("UAI", "Uncertainty in Artificial Intelligence"),
        ("COLT", "Conf. Learn. Theory"),
        ("JMLR", "J. Mach. Learn. Res."),
        ("AISTATS", "International Conference on Artificial Intelligence and Statistics"),
        ("AAAI", "Proceedings of the AAAI Conference on Artificial Intelligence"),
        ("STOC", "Annual ACM Symposium on Theory of Computing"),
        ("Artificial Intelligence", "Artif. Intell."),
        ("ACL", "ACL (1)"),
        ("Foo Bar Symposium", "Proc. Foo Bar Symposium"),
        ("XOLT", "Xomputational Learning Theory"),
        ("QdgXol", "Qudge Xolical Meeting"),
        ("NIPS Foo Bar Symposium", "NeurIPS Foo Bar Symposium"),
        ("MLSys Foo Bar Symposium", "SysML Foo Bar Symposium 2019"),
    ],
)
def test_one_venue_in_two_writings(paper: str, reference: str) -> None:
    assert compared(paper, reference) == Venues.SAME


@pytest.mark.parametrize(
    ("paper", "reference", "expected"),
    [
        ("ICML", "CoRR", Venues.PREPRINT),
        ("ICML", "arXiv preprint arXiv:2001.00001", Venues.PREPRINT),
        ("Foo Bar Symposium", "CoRR", Venues.PREPRINT),
        ("Foo Bar Symposium", "Preprint, Foo University", Venues.PREPRINT),
        ("ICML", None, Venues.UNSAID),
        ("?", "Foo Bar Symposium", Venues.UNSAID),
        ("ICML", "Proceedings of Machine Learning Research", Venues.UNSAID),
        ("ICML", "Lecture Notes in Computer Science", Venues.UNSAID),
        ("ICML", "JMLR", Venues.OTHER),
        ("ICML", "Machine Learning", Venues.OTHER),
        ("Nature", "Nature Machine Intelligence", Venues.OTHER),
        ("ICML", "ICML Workshop on Robustness", Venues.OTHER),
        ("Foo (FOOS)", "FOOS", Venues.SAME),
        ("Foo (FOOS)", "FOOS Demos", Venues.UNKNOWN),
        ("NeurIPS", "NeurIPS Demonstrations", Venues.UNKNOWN),
        ("ACL", "Asian Conference on Machine Learning", Venues.OTHER),
        ("ICML", "Foo Bar Symposium", Venues.UNKNOWN),
        ("Foo Bar Symposium", "JMLR", Venues.UNKNOWN),
        ("Foo Bar Symposium", "Other Quux Meeting", Venues.UNKNOWN),
    ],
)
def test_other_venues(paper: str, reference: str | None, expected: Venues) -> None:
    assert compared(paper, reference) == expected
