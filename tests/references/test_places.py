"""Venues of papers and references compared."""

import pytest

from etl.references.places import Venues, compare_venues


@pytest.mark.parametrize(
    ("paper", "reference"),
    [
        ("ICML", "Proceedings of the 37th International Conference on Machine Learning"),
        ("ICML", "ICML '20: 37th Int. Conf. on Mach. Learn., Vienna"),
        ("NeurIPS", "Advances in Neural Information Processing Systems 34"),
        ("NeurIPS", "NIPS"),
        ("NIPS", "Neural Information Processing Systems"),
        ("JMLR", "J. Mach. Learn. Res."),
        ("AISTATS", "International Conference on Artificial Intelligence and Statistics"),
        ("AAAI", "Proceedings of the AAAI Conference on Artificial Intelligence"),
        ("STOC", "Annual ACM Symposium on Theory of Computing"),
        ("Artificial Intelligence", "Artif. Intell."),
        ("ACL", "ACL (1)"),
    ],
)
def test_one_venue_in_two_writings(paper: str, reference: str) -> None:
    assert compare_venues(paper, None, reference) == Venues.SAME


@pytest.mark.parametrize(
    ("paper", "reference", "expected"),
    [
        ("ICML", "CoRR", Venues.PREPRINT),
        ("ICML", "arXiv preprint arXiv:2001.00001", Venues.PREPRINT),
        ("ICML", None, Venues.UNSAID),
        ("ICML", "Proceedings of Machine Learning Research", Venues.UNSAID),
        ("ICML", "JMLR", Venues.OTHER),
        ("ICML", "Machine Learning", Venues.OTHER),
        ("Artificial Intelligence", "AAAI Conference on Artificial Intelligence", Venues.OTHER),
        ("Nature", "Nature Machine Intelligence", Venues.OTHER),
        ("ICML", "ICML Workshop on Robustness", Venues.OTHER),
        ("ACL", "Asian Conference on Machine Learning", Venues.OTHER),
    ],
)
def test_other_venues(paper: str, reference: str | None, expected: Venues) -> None:
    assert compare_venues(paper, None, reference) == expected
