"""Headings and titles that are recognised by their place, where their own words do not show what they are.

In the site's form a heading stands alone between blank lines, so does the title below it, and bullets follow. A line in
such a place that has all the parts of a heading is one, whatever its venue and type are called. And if all lists of a
file have another sign in place of the bullet, that sign is the bullet.

Where the kind is no usual word (`ACL Main 2023 Long Paper`), such a line may be one of an abstract, above a listing
that lost its heading or above a list of its own: it is a heading only on files that declare as many papers as that
makes, or more. A usual kind that is misspelt, where another heading of the venue has it right, is none of its own.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.heading_grammar import (
    DRESS,
    KINDS,
    LONGEST_HEADING,
    heading_fields,
    may_be_headings,
    may_be_of_other_kinds,
)
from etl.extract.grammar.lines import Ints, Lines, with_own_bullet
from etl.extract.grammar.wording import LONGEST_LIKELY_TITLE
from etl.extract.undo.other_bullets import bulleted_otherwise

_ALIKE = 0.8  # of a word's letters


def told_by_place(lines: Lines) -> Lines:
    """LINES, with the headings, the titles and the names that only their place tells."""
    nb = np.flatnonzero(lines.kind != ln.BLANK)
    names = bulleted_otherwise(lines, nb)
    if len(names):
        kind = lines.kind.copy()
        kind[nb[names]] = ln.BULLET
        lines = replace(lines, kind=kind)
    title = _titles(lines, nb)
    head = title - 1
    above, below = lines.kind[nb[head]], lines.kind[nb[title]]
    open_ = np.isin(above, (ln.TEXT, ln.BULLET)) & (below != ln.HEADING) & ~_below_heading(lines, nb, head)
    glyph = below == ln.BULLET
    if not (open_ | glyph).any():
        return lines
    rows = head[open_]
    told = may_be_headings(lines.text.gather(nb[rows]))
    others, rows = rows[~told], rows[told]
    kind = lines.kind.copy()
    kind[nb[rows]] = ln.HEADING
    kind[nb[_like(lines, nb, rows)]] = ln.HEADING
    kind[of_other_kinds(replace(lines, kind=kind), nb[others])] = ln.HEADING
    under = title[glyph]
    kind[nb[under[kind[nb[under - 1]] == ln.HEADING]]] = ln.TEXT
    return replace(lines, kind=kind)


def _titles(lines: Lines, nb: Ints) -> Ints:
    """Where (of the lines NB, none blank) a title stands in the site's form, below a line that stands alone.

    Without those that are told, and so is the heading above, by their own words.
    """
    alone = lines.apart(nb)
    bullet = np.flatnonzero(alone[:-1] & (lines.kind[nb] == ln.BULLET))
    bullet = bullet[bullet >= 2]
    told = (lines.kind[nb[bullet - 2]] == ln.HEADING) & (lines.kind[nb[bullet - 1]] != ln.BULLET)
    bullet = bullet[~told]  # nearly all are by their own words
    bullet = bullet[alone[bullet - 1]]
    file, head, above = (lines.file[nb[np.maximum(bullet - steps, 0)]] for steps in (0, 2, 3))
    title = bullet[(alone[bullet - 2] | (head != above)) & (file == head)] - 1
    title = title[lines.start[nb[title] + 1] - lines.start[nb[title]] <= LONGEST_LIKELY_TITLE]
    odd = np.flatnonzero(lines.kind[nb[title]] == ln.BULLET)  # a title with a glyph, above bullets of the site's own
    names, titles = (with_own_bullet(lines.text[nb[at]]) for at in (title[odd] + 1, title[odd]))
    return np.delete(title, odd[~names | titles])


def _below_heading(lines: Lines, nb: Ints, head: Ints) -> npt.NDArray[np.bool_]:
    """Which of the lines HEAD stand right below a heading, as its title does."""
    above = np.maximum(head - 1, 0)
    below: npt.NDArray[np.bool_] = (lines.kind[nb[above]] == ln.HEADING) & (head > 0)
    return below & (lines.file[nb[above]] == lines.file[nb[head]])


def _like(lines: Lines, nb: Ints, head: Ints) -> Ints:
    """Lines that are written as the headings HEAD of their file are, and stand alone, above whatever they stand."""
    if not len(head):
        return head
    file = lines.file[nb]
    in_file = np.flatnonzero(np.isin(file, file[head]) & (lines.kind[nb] != ln.HEADING))
    alone = lines.apart(nb)
    row = in_file[alone[in_file] & alone[in_file + 1] & (np.diff(lines.start)[nb[in_file]] <= LONGEST_HEADING)]
    row = row[may_be_headings(lines.text.gather(nb[row])) & ~_below_heading(lines, nb, row)]
    known, other = _written(lines, nb, head), _written(lines, nb, row)
    same_venue = other.join(known, on=["file", "venue"], how="semi")
    same_dress = other.filter(pl.col("dress") != "").join(known, on=["file", "dress"], how="semi")
    return np.union1d(same_venue["at"].to_numpy(), same_dress["at"].to_numpy())


def _written(lines: Lines, nb: Ints, at: Ints) -> pl.DataFrame:
    dress = lines.text.gather(nb[at]).str.extract(DRESS).str.replace_all(r"\d+", "0")
    return _fields(lines, nb[at]).with_columns(at=at, dress=dress.fill_null(""))


def of_other_kinds(lines: Lines, at: Ints) -> Ints:
    """Which of the lines AT, each alone above a title and bullets, are headings of other kinds."""
    text = lines.text.gather(at)
    at = at[may_be_of_other_kinds(text)]
    if not len(at):  # nearly always
        return at
    files = int(lines.file[-1]) + 1
    at = at[~_misspelt(lines, at)]
    found = np.bincount(lines.file[at], minlength=files)
    found += np.bincount(lines.file[lines.kind == ln.HEADING], minlength=files)
    return at[(found <= _declared(lines, files))[lines.file[at]]]


def _misspelt(lines: Lines, at: Ints) -> npt.NDArray[np.bool_]:
    """Which of the headings AT have a kind that is a usual one but for a letter or two, as another of their venue has.

    These are not what they say, but can be mended.
    """
    usual = np.flatnonzero((lines.kind == ln.HEADING) & np.isin(lines.file, lines.file[at]))
    own, others = _fields(lines, usual), _fields(lines, at)
    known = others.join(own, on=["file", "venue"], how="semi")
    kinds = known["kind"].unique().drop_nulls()
    near = [kind for kind in kinds if get_close_matches(kind, KINDS.split("|"), 1, _ALIKE)]
    return np.isin(at, known.filter(pl.col("kind").is_in(near))["at"].to_numpy())


def _fields(lines: Lines, at: Ints) -> pl.DataFrame:
    fields = heading_fields(lines.text.gather(at).str.strip_chars(SPACE))
    return fields.select("venue", "kind", at=pl.Series(at), file=pl.Series(lines.file[at]))


def _declared(lines: Lines, files: int) -> Ints:
    """How many papers each file declares, on all of its pages together."""
    at = np.flatnonzero(lines.kind == ln.PAPERS)
    number = lines.text.gather(at).str.replace_all(",", "", literal=True).str.extract("([0-9]+)")
    number = number.cast(pl.Int64, strict=False).fill_null(0)
    return np.bincount(lines.file[at], weights=number.to_numpy(), minlength=files).astype(np.int64)
