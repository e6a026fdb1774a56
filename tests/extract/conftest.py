"""What the tests of a module read is read as one shard (`one_shard.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest

from tests.extract.one_shard import forget, read_ahead


@pytest.fixture(autouse=True, scope="module")
def _read_as_one_shard(request: pytest.FixtureRequest) -> Iterator[None]:
    tests = [item for item in request.session.items if isinstance(item, pytest.Function) and item.path == request.path]
    read_ahead(partial(test.obj, **_values(test)) for test in tests if _is_plain(test))
    yield
    forget()


def _values(test: pytest.Function) -> dict[str, object]:
    return test.callspec.params if hasattr(test, "callspec") else {}


def _is_plain(test: pytest.Function) -> bool:
    """Whether TEST needs nothing but its parameters, and is no property of many examples."""
    needed = test._fixtureinfo.argnames  # pytest tells them nowhere else
    return set(needed) <= set(_values(test)) and not hasattr(test.obj, "is_hypothesis_test")
