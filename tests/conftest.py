"""The same examples in every run; `--hypothesis-profile=explore` looks for new ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=2000, deadline=None)
settings.load_profile("same")


@pytest.fixture(autouse=True, scope="session")
def _faults_end_a_run() -> Iterator[None]:
    """Where a test makes reading fail, the run fails: else a fault would be no more than one more file in quarantine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.pipeline.reading.work.culprits", lambda _files, _attempt: iter(()))
        yield
