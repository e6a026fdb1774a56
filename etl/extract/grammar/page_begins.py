"""Where pages begin inside a file: where a header begins again, with what divides it from the page above."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from etl.extract.grammar import lines as ln
from etl.extract.grammar.characters import SPACE
from etl.extract.grammar.lines import Ints, Lines, matches

MOST_SEPARATORS = 3
"""`more` puts the name of a file between two rules."""
_MANY = 99
_REACH = 5  # lines: how far below its banner a header tells that it is one
_SIGNS = 2  # of a header below a kind without a banner: a notice, counts
_RULE = r"[-=_*#~+:<>|/\\%`·⸻─━═—–]"
_EDGE = r"[-=~#+:<>─━═—–]{2,}"
_SEPARATOR = (  # what `cat`, `head` and scripts put between files: a rule, text within one, the name of a file, a title
    rf"^(?:{_RULE}(?:\s*{_RULE}){{2,}}|{_EDGE}\s*\S.{{0,200}}?\s*{_EDGE}|"
    r"(?i:(?:#+ *|file:? +)?\S+\.txt(?:\.gz|\.zst)?:?|.{1,100} [-–—|·:] arrow research(?: search)?))$"
)


def _near(kind: npt.NDArray[np.int8], file: Ints, at: Ints) -> npt.NDArray[np.int8]:
    """The classes of the lines below each of AT in its file, a row for each."""
    reach = at[:, None] + np.arange(1, _REACH + 1)
    beyond = reach >= len(kind)
    reach[beyond] = 0
    return np.where(~beyond & (file[reach] == file[at, None]), kind[reach], ln.TEXT)


def header_again(lines: Lines, nb: Ints) -> Ints:
    """Where (nb) a header begins inside a file: at a banner or a kind, or both, above a notice or a count.

    A kind alone has the notice or two counts near, a banner alone no listing before what tells: either may stand in an
    abstract.
    """
    kind, file = lines.kind[nb], lines.file[nb]
    at = np.flatnonzero((kind == ln.KIND) | (kind == ln.BANNER))
    at = at[1:] if len(at) and at[0] == 0 else at
    at = at[file[at] == file[at - 1]]
    of_kind = kind[at] == ln.KIND
    below_banner = of_kind & (kind[at - 1] == ln.BANNER)
    near = _near(kind, file, at)
    tells = np.isin(near, (ln.NOTICE, ln.POSSIBLE))
    listed = np.isin(near, (ln.HEADING, ln.BULLET))  # none stands between a banner alone and what tells
    tells[~of_kind] &= ~np.maximum.accumulate(listed[~of_kind], axis=1)
    counts = (tells | np.isin(near, (ln.PAPERS, ln.AUTHOR_ROWS))) & ~np.maximum.accumulate(listed, axis=1)
    tells |= below_banner[:, None] & counts
    told = tells.any(axis=1) & (of_kind | (near[:, 0] != ln.KIND))
    noticed = (near[:, :2] == ln.NOTICE).any(axis=1)
    noticed |= counts.sum(axis=1) >= _SIGNS
    alone = of_kind & ~below_banner
    begins = np.where(alone, noticed, told)
    begin, alone = (at - below_banner)[begins], alone[begins]
    below = np.diff(begin, prepend=-_MANY) <= _REACH
    # Strays stand between the banner of this header and its kind; what stands in another file is another page's.
    below[1:] &= ~alone[:-1] & (file[begin[1:]] == file[begin[:-1]])
    return begin[~(alone & below)]


def with_separators(lines: Lines, nb: Ints, begins: Ints) -> Ints:
    """Where headers BEGIN (nb), with the lines above that divide them from the page before."""
    for _ in range(MOST_SEPARATORS):
        above = np.maximum(begins - 1, 0)
        at = np.flatnonzero((begins > 0) & (lines.file[nb[above]] == lines.file[nb[begins]]))
        if not len(at):  # nearly always
            break
        begins = begins.copy()
        begins[at] -= separators(lines, nb[above[at]])
    return begins


def separators(lines: Lines, at: Ints) -> npt.NDArray[np.bool_]:
    """Which of the lines AT only divide files."""
    own: npt.NDArray[np.bool_] = np.isin(lines.kind[at], (ln.TEXT, ln.BULLET))
    rows = np.flatnonzero(own)
    if len(rows):  # to compile the pattern takes longer than to look at a page
        text = lines.text.gather(at[rows]).str.strip_chars(SPACE)
        own[rows] = matches(text, _SEPARATOR)
    return own
