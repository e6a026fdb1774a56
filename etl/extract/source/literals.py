"""Pages that a program wrote as strings: of JSON, SQL, CSV or a language, with its own text round each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from etl.extract.source.pieces import Piece, replaced

_BEGINNING = 4_000  # bytes that hold the banner of the first page, or the notice of one without quotes
_MOST_AROUND = 300  # bytes of the program's own, behind a string
_WHOLE = re.compile(rb"""\s*(?:[\[{]\s*)?(?:"[^"\\]{1,40}"\s*:\s*)?b?(["'])""")
# Two letters before a quote are the end of another string, as of a column's name.
_OF_PAGE = re.compile(rb"""(?<!\w\w)(["'])(?=(?:\\[nrt]|\s)*arrow research search(?:\s|\\[nrt]))""", re.IGNORECASE)
_ENDS = (  # of a string: quotes within it are doubled, or escaped
    {b'"': re.compile(rb'[^"]*+(?:""[^"]*+)*+"'), b"'": re.compile(rb"[^']*+(?:''[^']*+)*+'")},
    {
        b'"': re.compile(rb'[^"\\]*+(?:(?:""|\\.)[^"\\]*+)*+"', re.DOTALL),
        b"'": re.compile(rb"[^'\\]*+(?:(?:''|\\.)[^'\\]*+)*+'", re.DOTALL),
    },
)
_ESCAPE = re.compile(rb"""(?:\\u[0-9a-fA-F]{4})+|(?:\\x[0-9a-fA-F]{2})+|\\[\\"'/bfnrtv]|""|''|\\""")
_SIGNS = dict(zip(b"bfnrtv", (b"\b", b"\f", b"\n", b"\r", b"\t", b"\v"), strict=True))
_NOTICE = re.compile(rb"\\n\s*possible papers associated", re.IGNORECASE)
_LATEX = rb"\\n(?:u|abla|eq?|eg|i|ot|otin|orm|onumber|ewline|geq|leq|mid|subseteq|sim)\b"
_LINE_END = re.compile(rb"(?:\\r)?(?!%s)\\n" % _LATEX)
_DOUBTFUL_END = re.compile(rb"\\[\"\\]|(?<!\\n)(?!%s)\\n[a-z]" % _LATEX)

_Span = tuple[int, int]


def strings(data: bytes) -> list[Piece] | None:
    """The strings in DATA that hold pages, one below the other; or DATA with `\\n` for the ends of its lines.

    Lines above the first string stay; what stands round strings on their own lines is the program's.
    """
    opens = list(_OF_PAGE.finditer(data)) if _OF_PAGE.search(data, 0, _BEGINNING) else []
    opens = opens or [found for found in [_WHOLE.match(data)] if found]
    if not opens:
        bare = _NOTICE.search(data, 0, _BEGINNING) and not _DOUBTFUL_END.search(data)
        return replaced(data, _LINE_END, lambda _: b"\n") if bare else None
    # An escaped quote near the end of a string is the end of one that has no escapes, and then no text.
    every = (_spans(data, opens, ends) for ends in _ENDS)
    return next((pieces for spans in every if spans and (pieces := _within(data, spans))), None)


def _within(data: bytes, spans: list[_Span]) -> list[Piece] | None:
    """What the strings at SPANS stand for, one below the other; None where one has a sign that no string has."""
    above = data.rfind(b"\n", 0, spans[0][0]) + 1
    pieces: list[Piece] = [(data[:above], above)]
    for begin, end in spans:
        text = _meant(data[begin:end], data[begin - 1 : begin])
        if text is None:
            return None
        pieces += [(b"\n" if begin > spans[0][0] else b"", begin), *((part, begin + at) for part, at in text)]
    return [*pieces, (b"", len(data))]


def _spans(data: bytes, opens: Sequence[re.Match[bytes]], ends: dict[bytes, re.Pattern[bytes]]) -> list[_Span] | None:
    """Where the strings that each of OPENS opens begin and end; None where more than a program's own is round them."""
    found: list[_Span] = []
    for quote in opens:
        end = None if found and quote.start() < found[-1][1] else ends[quote[1]].match(data, quote.end())
        if end is None:  # or one would stand in the other: to look for its end, each to the end of the file, takes long
            return None
        found.append((quote.end(), end.end() - 1))
    behind = [b - a for (_, a), (b, _) in pairwise([*found, (len(data), 0)])]
    return found if found and all(0 < size <= _MOST_AROUND for size in behind) else None


def _meant(body: bytes, quote: bytes) -> list[Piece] | None:
    """BODY as it was before it was put between QUOTEs; None where it has a sign that no string has."""
    if b"\n" in body:  # only quotes are written otherwise
        return replaced(body, re.compile(quote * 2), lambda _: quote)
    try:
        return replaced(body, _ESCAPE, lambda code: _of_string(code, quote))
    except ValueError:
        return None


def _of_string(code: bytes, quote: bytes) -> bytes:
    """What CODE stands for between QUOTEs. Raises ValueError where it is no code."""
    if code == b"\\":
        raise ValueError(code)
    return code if code in (b'""', b"''") and code[:1] != quote else unescaped(code)


def unescaped(code: bytes) -> bytes:
    """The character that an escape in a string, or a doubled quote, stands for."""
    if code.startswith(b"\\u"):
        units = bytes.fromhex(code.replace(b"\\u", b"").decode())
        return units.decode("utf-16-be", "replace").encode()
    if code.startswith(b"\\x"):
        value = bytes.fromhex(code.replace(b"\\x", b"").decode())
        try:
            return value.decode().encode()
        except UnicodeDecodeError:
            return value.decode("latin-1").encode()
    return _SIGNS.get(code[-1], code[-1:]) if code.startswith(b"\\") else code[:1]
