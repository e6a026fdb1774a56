"""What a second reader found wrong or missed on real pages, each as a made-up listing."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.rules.base import Example
from etl.rules.examples import ABSTRACT, one
from tests.rules.pipeline_run import run_example

_CUT = ABSTRACT.removesuffix(".")
_PROCEEDINGS = " ICML Proceedings of the Twentieth International Conference on Machine Learning"
_KEYWORDS = " Keywords: reading, pages"
_ADDRESS = " The code is at https: //drive. example. com/file/d/1lRV72XaKoxZjgQrLXBJhsM82x54/view? usp=sharing"

CASES = [
    ("ABS102", one(abstract=_CUT), True),
    ("ABS102", one(abstract=ABSTRACT + " The error falls by 0. 1"), True),
    ("ABS102", one(abstract=ABSTRACT + _PROCEEDINGS), False),
    ("ABS102", one(abstract=ABSTRACT + _KEYWORDS), False),
    ("ABS102", one(abstract=ABSTRACT + " 1 Introduction"), False),
    ("ABS102", one(abstract=ABSTRACT + " 1"), False),
    ("ABS102", one(abstract=ABSTRACT + " >"), False),
    ("ABS102", one(abstract=ABSTRACT + _ADDRESS), False),
    ("ABS102", one(abstract=ABSTRACT + " More is at pages. example. com"), False),
    ("ABS102", one(abstract="Ada M. Lovelace"), False),
    ("ABS107", one(abstract="Ada M. Lovelace"), True),
    ("ABS107", one(abstract="peer reviewed"), True),
    ("ABS107", one(abstract="International audience"), True),
    ("ABS107", one(abstract="S. 137-144"), True),
    ("ABS107", one(abstract="Reading is learned by Reading."), False),
    ("ABS108", one(abstract=ABSTRACT + _PROCEEDINGS), True),
    ("ABS108", one(abstract=ABSTRACT + " We read the Proceedings of the Conference on Pages."), False),
    ("ABS111", one(abstract="Abstract Two of the most common models are compared. " + ABSTRACT), True),
    ("ABS111", one(abstract="Abstract argumentation is a field. " + ABSTRACT), False),
    ("ABS111", one(abstract="Abstract Argumentation is a field. " + ABSTRACT), False),
    ("ABS115", one(title="bandicoot: Reading Pages", abstract="bandicoot is a toolbox. " + ABSTRACT), False),
    ("ABS115", one(title="Reading Pages", abstract="of a toolbox. " + ABSTRACT), True),
    ("ABS118", one(abstract=ABSTRACT + " 1"), True),
    ("ABS118", one(abstract=ABSTRACT + " 1 Introduction The pages of which we speak are many."), True),
    ("ABS118", one(abstract=ABSTRACT + " Introduction of new words is not needed."), False),
    ("ABS118", one(abstract=ABSTRACT + " The error falls to 0. 1"), False),
]


@pytest.mark.parametrize(("code", "example", "flagged"), CASES)
def test_a_case_that_a_second_reader_saw(code: str, example: Example, flagged: bool, tmp_path: Path) -> None:
    assert run_example(example, tmp_path, code).is_empty() is not flagged
