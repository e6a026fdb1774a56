"""What two writings of one word have in common."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.folding import fold, folded


@pytest.mark.parametrize(
    ("written", "plain"),
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
def test_case_accents_and_forms_go(written: str, plain: str) -> None:
    assert pl.select(fold(pl.lit(written))).item() == folded(written) == plain


@given(st.text(st.characters(max_codepoint=0x24F)))  # beyond, Unicode grows
def test_one_text_is_folded_as_a_column_is(text: str) -> None:
    assert pl.select(fold(pl.lit(text))).item() == folded(text)
