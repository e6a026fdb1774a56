#!/usr/bin/env bash
# Judges the pages in $RAW (further options in $ARGS): findings as annotations, the report as the step's summary, and
# a SARIF file. Exits as `quiver check` does. GitHub wants paths from the repository's root, hence the prefix. Each step
# of a job has its own files: the pages of another one are not the snapshot before.
set -uo pipefail
folder="$RAW"
if [[ -f "$RAW" ]]; then folder="$(dirname "$RAW")"; fi
folder="$(python -c 'import os, sys; print(os.path.relpath(sys.argv[1]))' "$folder")"
out="$(mktemp -d "$RUNNER_TEMP/quiver.XXXXXX")"
sarif="$out.sarif"
read -r -d "" -a more <<< "$ARGS"  # of several lines, too

quiver run "$RAW" "${more[@]}" --quiet --out "$out"
status=$?
if (( status > 1 )); then exit "$status"; fi
if (( status == 1 )); then out="$out/failed"; fi
if [[ ! -e "$out/report.json" ]]; then exit "$status"; fi

quiver report --snapshot "$out" --format github --path-prefix "$folder"
quiver report --snapshot "$out" --format md >> "$GITHUB_STEP_SUMMARY"
quiver report --snapshot "$out" --format sarif --path-prefix "$folder" --output "$sarif"
echo "sarif=$sarif" >> "$GITHUB_OUTPUT"
exit "$status"
