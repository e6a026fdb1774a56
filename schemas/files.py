"""The names of what a snapshot's folder holds; light, so that a run can tell at once what is in its way."""

from __future__ import annotations

from typing import Literal, get_args

Table = Literal["pages", "listings", "papers", "authorships", "authors", "venues", "findings", "quarantine"]
TABLE_FILES = tuple(f"{table}.parquet" for table in get_args(Table))
REPORTS = ("report.json", "report.md", "report.html")
DOCUMENTS = ("datapackage.json", "contract.odcs.yaml", "croissant.json")
MANIFEST = "manifest.json"
FILES = (*TABLE_FILES, *REPORTS, *DOCUMENTS, MANIFEST)
