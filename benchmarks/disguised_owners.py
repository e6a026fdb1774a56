"""How often is a whole list called cut because its page's owner is misspelt on it?

    python -m benchmarks.disguised_owners papers.parquet --caps 5 8 --min-papers 10

Lists as `truncation_calibration` simulates them: full ones (`authors`, `venue`, `year`), a cap, pages of authors with
so many papers. On each list that is just as long as the cap, one owner of a page gets a wrong spelling. None of these
lists is cut, so each that is called `truncated` is a wrong proof.
"""

from __future__ import annotations

import argparse
import random
import string
import sys
from collections import Counter
from pathlib import Path

import polars as pl

from benchmarks.truncation_calibration import Frames, simulate
from etl.transform.author_lists.statuses import author_lists

FAULTS = ("other letter", "letter lost", "letter more", "letters swapped", "words joined", "word parted")
TWICE = ("one fault", "initials", "turned round", "middle initial", "capitals lost")


def misspelt(name: str, fault: str, rng: random.Random) -> str:
    """NAME with one FAULT, behind its first letter."""
    at, letter = rng.randrange(1, max(2, len(name) - 1)), rng.choice(string.ascii_lowercase)
    if fault == "words joined":
        return name.replace(" ", "", 1)
    if fault == "word parted":
        return name[:at] + " " + name[at:]
    if fault == "letters swapped":
        return name[:at] + name[at : at + 2][::-1] + name[at + 2 :]
    return name[:at] + ("" if fault == "letter lost" else letter) + name[at + (fault != "letter more") :]


def twice_wrong(name: str, other: str, rng: random.Random) -> str:
    """NAME with a fault of FAULTS, and OTHER."""
    wrong = misspelt(name, rng.choice(FAULTS[:4]), rng)
    *given, family = wrong.split(" ")
    if other == "one fault" or not given:
        return misspelt(wrong, rng.choice(FAULTS), rng)
    if other == "initials":
        return " ".join([*(word[:1] + "." for word in given), family])
    if other == "middle initial":
        return " ".join([given[0], rng.choice(string.ascii_lowercase) + ".", *given[1:], family])
    return " ".join([family, *given]) if other == "turned round" else wrong.lower()


def disguise(frames: Frames, whole: pl.DataFrame, faults: tuple[str, ...], rng: random.Random) -> dict[int, str]:
    """Misspell one owner of a page on each of the lists WHOLE (paper), in FRAMES: the fault of each paper."""
    owners = frames["pages"].select(name="owner")
    listed = frames["authorships"].join(whole, on="paper", how="semi").join(owners, on="name", how="semi")
    keys = dict(frames["names"].select("name", "base_key").iter_rows())
    chosen, names = [], []
    for (paper,), rows in listed.sort("paper", "position").group_by("paper", maintain_order=True):
        name, fault = rng.choice(rows["name"].to_list()), rng.choice(faults)
        wrong = misspelt(keys[name], fault, rng) if faults is FAULTS else twice_wrong(keys[name], fault, rng)
        if wrong.split() != keys[name].split():
            chosen.append((paper, name, frames["names"].height + len(names), fault))
            names.append((chosen[-1][2], wrong, wrong, None))
    frames["names"] = pl.concat([frames["names"], pl.DataFrame(names, frames["names"].schema, orient="row")])
    changed = pl.DataFrame([row[:3] for row in chosen], ["paper", "name", "wrong"], orient="row")
    changed = changed.cast({"paper": pl.UInt32, "name": pl.UInt32, "wrong": pl.UInt32})
    lists = frames["authorships"].join(changed, on=["paper", "name"], how="left", maintain_order="left")
    frames["authorships"] = lists.with_columns(name=pl.coalesce("wrong", "name")).drop("wrong")
    return {paper: fault for paper, _, _, fault in chosen}


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("papers", type=Path)
    parser.add_argument("--caps", type=int, nargs="+", default=[5, 8])
    parser.add_argument("--min-papers", type=int, nargs="+", default=[10])
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args(arguments)
    full = pl.read_parquet(args.papers, columns=["authors", "venue", "year"])
    for cap, least, faults in [(c, m, f) for c in args.caps for m in args.min_papers for f in (FAULTS, TWICE)]:
        frames, lengths, _ = simulate(full, cap, least)
        whole = lengths.filter(pl.col("length") == cap)
        fault_of = disguise(frames, whole, faults, random.Random(args.seed))  # noqa: S311 - no secret
        cut = author_lists(**frames, cap_setting=None).papers.filter(status="truncated")["paper"]
        wrong, all_ = Counter(fault_of[paper] for paper in cut if paper in fault_of), Counter(fault_of.values())
        told = ", ".join(f"{fault} {wrong[fault]} of {all_[fault]}" for fault in faults)
        sys.stdout.write(f"cap {cap} min-papers {least}: {wrong.total()} of {all_.total()} ({told})\n")


if __name__ == "__main__":
    main()
