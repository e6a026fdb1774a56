"""The version of the tables' contract, apart from the models so that a reader need not import pandera."""

from __future__ import annotations

CONTRACT_VERSION = "1.0.1"
"""Major for a breaking change, minor for an added column, patch for words; see `schemas.changes.compare`."""
