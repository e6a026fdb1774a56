"""Where pages begin inside a file: where a header begins again, with what divides it from the page above."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from etl.extract import lines as ln
from etl.extract.lines import Ints, Lines

MOST_SEPARATORS = 3
"""`more` puts the name of a file between two rules."""
_MANY = 99
_REACH = 5  # lines: how far below its banner a header tells that it is one
_RULE = r"[-=_*#~+:<>|/\\%─━═—–]"
_EDGE = r"[-=~#+:<>─━═—–]{2,}"
_SEPARATOR = (  # what `cat`, `head` and scripts put between files: a rule, text within one, the name of a file
    rf"^(?:{_RULE}(?:\s*{_RULE}){{2,}}|{_EDGE}\s*\S.{{0,200}}?\s*{_EDGE}|"
    r"(?i:(?:# *|file:? +)?\S+\.txt(?:\.gz|\.zst)?:?))$"
)


def header_again(kind: npt.NDArray[np.int8], file: Ints) -> Ints:
    """Where (nb) a header begins inside a file: banner or kind, or both, above a notice or a count.

    A kind alone has the notice near, a banner alone no listing before what tells: either may stand in an abstract.
    """
    at = np.flatnonzero((kind == ln.KIND) | (kind == ln.BANNER))
    at = at[1:] if len(at) and at[0] == 0 else at
    at = at[file[at] == file[at - 1]]
    of_kind = kind[at] == ln.KIND
    below_banner = of_kind & (kind[at - 1] == ln.BANNER)
    reach = np.minimum(at[:, None] + np.arange(1, _REACH + 1), len(kind) - 1)
    near = np.where(file[reach] == file[at, None], kind[reach], ln.TEXT)
    tells = np.isin(near, (ln.NOTICE, ln.POSSIBLE))
    listed = np.isin(near, (ln.HEADING, ln.BULLET))  # none stands between a banner alone and what tells
    tells[~of_kind] &= ~np.maximum.accumulate(listed[~of_kind], axis=1)
    told = tells.any(axis=1) & (of_kind | (near[:, 0] != ln.KIND))
    noticed = (near[:, :2] == ln.NOTICE).any(axis=1)
    alone = of_kind & ~below_banner
    begins = np.where(alone, noticed, told)
    begin, alone = (at - below_banner)[begins], alone[begins]
    below = np.diff(begin, prepend=-_MANY) <= _REACH
    below[1:] &= ~alone[:-1]  # strays stand between the banner of this header and its kind
    return begin[~(alone & below)]


def with_separators(lines: Lines, nb: Ints, begins: Ints) -> Ints:
    """Where headers BEGIN (nb), with the lines above that divide them from the page before."""
    for _ in range(MOST_SEPARATORS):
        above = np.maximum(begins - 1, 0)
        same_file = (begins > 0) & (lines.file[nb[above]] == lines.file[nb[begins]])
        begins = begins - (same_file & separators(lines, nb[above]))
    return begins


def separators(lines: Lines, at: Ints) -> npt.NDArray[np.bool_]:
    """Which of the lines AT only divide files."""
    own: npt.NDArray[np.bool_] = np.isin(lines.kind[at], (ln.TEXT, ln.BULLET))
    rows = np.flatnonzero(own)
    if len(rows):  # to compile the pattern takes longer than to look at a page
        text = lines.text.gather(at[rows]).str.strip_chars(ln.SPACE)
        own[rows] = text.str.contains(_SEPARATOR).to_numpy()
    return own
