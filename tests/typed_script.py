"""A user's script, for `mypy` alone: a setting that is misspelt or mistyped must be flagged, else its ignore is unused."""

from __future__ import annotations

from pathlib import Path

import etl

files = [Path("dblp.xml.gz")]
etl.run("raw", Path("curated"), config="quiver.toml", cap=8, references=files, baseline=Path("known.json"))
etl.check(
    ["raw", Path("more")], cap="none", references=["dblp.xml.gz", Path("own.bib")], wait_seconds=1, select=("AUT",)
)
etl.check("raw", gate={"fail_on": "warning", "min_rows": {"papers": 1}, "limits": [{"rule": "AUT101", "max_count": 0}]})
etl.check("raw", ignore=[{"rule": "ABS", "reason": "none here", "paths": ["old/*"]}], severity={"AUT101": "info"})

etl.check("raw", capp=8)  # type: ignore[call-arg]
etl.check("raw", cap="8")  # type: ignore[arg-type]
etl.check("raw", references="own.bib")  # type: ignore[arg-type]
etl.check("raw", workers=1.5)  # type: ignore[arg-type]
etl.check("raw", severity={"AUT101": "fatal"})  # type: ignore[dict-item]
etl.run("raw", "curated", gate={"fail_onn": "warning"})  # type: ignore[typeddict-unknown-key]
etl.run("raw", "curated", gate={"min_rows": {"paper": 1}})  # type: ignore[dict-item]
etl.run("raw", "curated", ignore=[{"rule": "ABS"}])  # type: ignore[typeddict-item]
etl.check("raw", gate={"limits": [{"rule": "AUT101", "max_count": "many"}]})  # type: ignore[typeddict-item]
