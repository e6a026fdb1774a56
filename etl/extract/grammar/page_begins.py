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
_LONGEST_OWNER = 100  # bytes
_REACH = 5  # lines: how far below its banner a header tells that it is one
_SIGNS = 2  # of a header below a kind without a banner: a notice, counts
_RULE = r"[-=_*#~+:<>|/\\%`·⸻─━═—–]"
_EDGE = r"[-=~#+:<>─━═—–]{2,}"
_SEPARATOR = (  # what `cat`, `head` and scripts put between files: a rule, text within one, the name of a file
    rf"^(?:{_RULE}(?:\s*{_RULE}){{2,}}|{_EDGE}\s*\S.{{0,200}}?\s*{_EDGE}|"
    r"(?i:(?:#+ *|file:? +)?\S+\.txt(?:\.gz|\.zst)?:?))$"
)


def header_again(lines: Lines, nb: Ints) -> Ints:
    """Where (nb) a header begins inside a file: at its banner or its kind; where it has neither, at its owner."""
    kind, file = lines.kind[nb], lines.file[nb]
    begins = _by_banner_or_kind(kind, file)
    notice = np.flatnonzero(kind == ln.NOTICE)
    notice = notice[1:][file[notice[1:]] == file[notice[:-1]]]  # the first of a file is that of its own header
    return np.union1d(begins, _by_notice(lines, nb, notice)) if len(notice) else begins


def _by_notice(lines: Lines, nb: Ints, notice: Ints) -> Ints:
    """Where headers without banner and kind begin: a NOTICE below listings, above counts."""
    kind, file = lines.kind[nb], lines.file[nb]
    number = np.arange(len(kind))

    def last(which: npt.NDArray[np.bool_]) -> Ints:
        """The last line of these above each notice."""
        return np.append(-1, np.maximum.accumulate(np.where(which, number, -1)))[notice]

    header = last(np.isin(kind, (ln.BANNER, ln.KIND, ln.NOTICE, ln.POSSIBLE)))
    below_listings = (last(kind == ln.HEADING) > header) & (last(kind == ln.BULLET) > header)
    below_listings &= file[np.maximum(header, 0)] == file[notice]
    near = _near(kind, file, notice)
    counted = (near == ln.POSSIBLE).any(axis=1) & (near == ln.PAPERS).any(axis=1) & (near[:, 0] == ln.PAPERS)
    at = notice[below_listings & counted & (header >= 0)]
    owner = at - 1
    short = lines.start[nb[owner] + 1] - lines.start[nb[owner]] <= _LONGEST_OWNER
    apart = (nb[at] - nb[owner] > 1) & (nb[owner] - nb[owner - 1] > 1)
    return at - ((kind[owner] == ln.TEXT) & short & apart)


def _near(kind: npt.NDArray[np.int8], file: Ints, at: Ints) -> npt.NDArray[np.int8]:
    """The classes of the lines below each of AT in its file, a row for each."""
    reach = at[:, None] + np.arange(1, _REACH + 1)
    beyond = reach >= len(kind)
    reach[beyond] = 0
    return np.where(~beyond & (file[reach] == file[at, None]), kind[reach], ln.TEXT)


def _by_banner_or_kind(kind: npt.NDArray[np.int8], file: Ints) -> Ints:
    """Where headers begin with a banner or a kind, or both, above a notice or a count.

    A kind alone has the notice or two counts near, a banner alone no listing before what tells: either may stand in an
    abstract.
    """
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
        same_file = (begins > 0) & (lines.file[nb[above]] == lines.file[nb[begins]])
        begins = begins - (same_file & separators(lines, nb[above]))
    return begins


def separators(lines: Lines, at: Ints) -> npt.NDArray[np.bool_]:
    """Which of the lines AT only divide files."""
    own: npt.NDArray[np.bool_] = np.isin(lines.kind[at], (ln.TEXT, ln.BULLET))
    rows = np.flatnonzero(own)
    if len(rows):  # to compile the pattern takes longer than to look at a page
        text = lines.text.gather(at[rows]).str.strip_chars(SPACE)
        own[rows] = matches(text, _SEPARATOR)
    return own
