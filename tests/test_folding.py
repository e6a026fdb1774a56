"""What two writings of one word have in common."""

import polars as pl
import pytest

from etl.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("MÜLLER", "muller"),
        ("Mu\u0308ller", "muller"),
        ("Łódź, Øystein, STRASSE, Straße, Ærø", "lodz, oystein, strasse, strasse, aero"),
        ("İnan Kılıç", "inan kilic"),
        ("Məmmədov Ŋgũgĩ", "memmedov ngugi"),
        ("ﬁnite ℓ²", "finite l2"),
        ("深層", "深層"),
    ],
)
def test_case_accents_and_forms_go(written: str, folded: str) -> None:
    assert pl.select(fold(pl.lit(written))).item() == folded
