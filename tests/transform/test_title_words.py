"""How much of a title an abstract has."""

from __future__ import annotations

import polars as pl

from etl.transform.text.title_words import shares


def test_each_row_has_its_share_also_where_a_title_has_no_stems() -> None:
    rows = pl.DataFrame({"stems": [["read", "page"], [], ["spars"]], "text": ["We read.", "It works.", "No."]})
    assert shares(rows, ("stems", "text"))["share_0"].to_list() == [0.5, None, 0.0]
