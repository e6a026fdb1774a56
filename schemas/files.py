"""The names of what a snapshot's folder holds. Imports nothing, so that a run can tell at once what is in its way."""

from __future__ import annotations

TABLE_FILES = (
    "pages.parquet", "listings.parquet", "papers.parquet", "authorships.parquet", "authors.parquet", "venues.parquet",
    "findings.parquet", "quarantine.parquet",
)  # fmt: skip
REPORTS = ("report.json", "report.md", "report.html")
DOCUMENTS = ("datapackage.json", "contract.odcs.yaml", "croissant.json")
MANIFEST = "manifest.json"
FILES = (*TABLE_FILES, *REPORTS, *DOCUMENTS, MANIFEST)
