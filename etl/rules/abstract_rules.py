"""ABS: what is wrong with an abstract."""

from __future__ import annotations

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import ABSTRACT, one

_END = r"[.!?…。][\"'”’»)\]}$*_]*$|[$}]$|\bet al$"

RULES = (
    Rule(
        code="ABS101",
        slug="abstract-missing",
        severity="info",
        subject="copy",
        table="papers",
        field="abstract",
        when=pl.col("abstract_raw").is_null(),
        message="“{title}” has no abstract.",
        evidence=("title_raw",),
        what="A listing has no abstract.",
        why="Text search and classification miss the paper.",
        remedy="Fetch the abstract from the publisher.",
        flagged=one(abstract=""),
        passed=one(),
    ),
    Rule(
        code="ABS102",
        slug="abstract-cut-off",
        severity="warning",
        subject="copy",
        table="papers",
        field="abstract",
        when=~pl.col("abstract").str.strip_chars_end().str.contains(_END),
        message="The abstract stops without a full stop: “{abstract_tail}”.",
        evidence=("abstract_tail",),
        what="An abstract does not end like a sentence.",
        why="The rest of the text is missing, or the last full stop is.",
        remedy="Compare with the publisher's abstract.",
        flagged=one(abstract=ABSTRACT.removesuffix(".")),
        passed=one(),
    ),
    Rule(
        code="ABS103",
        slug="abstract-respaced",
        severity="info",
        subject="copy",
        table="papers",
        field="abstract",
        when=pl.col("abstract_respaced"),
        message="Spaces after inner punctuation that were removed: {abstract_spaces_removed}, first at “{abstract_respaced_sample}”.",
        evidence=("abstract_spaces_removed", "abstract_respaced_sample"),
        what="The site put a space after every inner punctuation mark (“e. g. ,”, “0. 9”); they were taken out again.",
        why="`abstract_raw` has them still; `abstract` is mended.",
        remedy="Nothing, unless the mended text is wrong: then report it.",
        flagged=one(
            abstract="We reach 0. 9 accuracy (e. g. , on CIFAR-10), and 13. 4%-20. 5% elsewhere. We show that 60, 000 images suffice."
        ),
        passed=one(),
    ),
    Rule(
        code="ABS104",
        slug="latex-residue",
        severity="info",
        subject="copy",
        table="papers",
        field="abstract_plain",
        when=pl.col("abstract_latex_residue").is_not_null(),
        message="LaTeX that could not be decoded is left in the plain abstract: “{abstract_latex_residue}”.",
        evidence=("abstract_latex_residue",),
        what="`abstract_plain` still has LaTeX markup.",
        why="Readers and language models see markup in place of words.",
        remedy="Use `abstract` where LaTeX can be shown.",
        flagged=one(abstract=r"We prove a bound of \mycommand{n} \begin{foo} steps. " + ABSTRACT),
        passed=one(),
    ),
)
