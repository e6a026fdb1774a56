"""SARIF from stdin to stdout, with paths from the repository's root: `python from_root.py FOLDER`."""

from __future__ import annotations

import json
import sys
from urllib.parse import quote

folder = sys.argv[1]
log = json.load(sys.stdin)
for run in log["runs"]:
    run.pop("originalUriBaseIds", None)
    for result in run["results"]:
        for location in result.get("locations", []):
            file = location["physicalLocation"]["artifactLocation"]
            file.pop("uriBaseId", None)
            file["uri"] = f"{quote(folder)}/{file['uri']}"
json.dump(log, sys.stdout)
