"""The text of a simple HTML document: a page that was saved, or put into a mail, as paragraphs, lines or `<pre>`."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from etl.extract.source.pieces import Piece

HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?"
    rb"<(?:!doctype|!--|html|head|meta|body|main|article|section|pre|div|p|h[1-6])\b[^<>]{0,200}>?",
    re.IGNORECASE,
)
_HIDDEN = {b"head", b"script", b"style", b"title"}
_LINES = {b"div", b"li", b"html", b"body", b"main", b"header", b"section", b"article"}
_BLOCKS = {b"ul", b"ol", b"pre", b"blockquote", b"hr", *(b"h%d" % size for size in range(1, 7))}
_INLINE = set(b"a b i u em strong span font small code tt o:p meta link".split())
_MEANT = {b"sub", b"sup"}  # `etl.transform` reads them
_ATTRIBUTE = rb"""\s+[\w:-]{1,40}\s*=\s*(?:"[^"]{0,2000}"|'[^']{0,2000}'|[^\s"'<>]{1,2000})"""
ENTITY = rb"&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});"
_WORD = rb"(?:[^\s<&-]|-(?!->))+"
_TOKEN = re.compile(
    rb"<!--|-->|<!doctype\b[^<>]{0,200}>|<\?xml[^<>]{0,200}>|<(?P<close>/?)(?P<tag>[a-z][a-z0-9:]{0,15})(?:%s)*\s*/?>"
    rb"|%s|\s+|%s(?: %s)*|." % (_ATTRIBUTE, ENTITY, _WORD, _WORD),
    re.IGNORECASE | re.DOTALL,
)
_LISTED = re.compile(rb"\n[ \t]*\xe2\x80\xa2")


def shown(data: bytes, begin: int) -> list[Piece] | None:
    """The lines that a browser shows of a document that BEGINs in DATA; those of `<pre>` as they are.

    None where that is no HTML, or has more in it than text.
    """
    if not HTML.match(data, begin):
        return None
    keeps_lines = _LISTED.search(data) is not None and not re.search(rb"<(?:br|pre)\b", data, re.IGNORECASE)
    try:
        return list(_shown(data, begin, keeps_lines=keeps_lines))
    except ValueError:
        return None


def _shown(data: bytes, begin: int, *, keeps_lines: bool) -> Iterator[Piece]:
    """The pieces of an HTML document that BEGINs in DATA; KEEPS_LINES: its lines are those of the text.

    Raises ValueError at a tag of what is not only text.
    """
    ends, hidden, pre = 2, b"", 0  # ends: how many ends of lines stand right above
    for token in _TOKEN.finditer(data, begin):
        code, tag, end = token[0], (token["tag"] or b"").lower(), token.end()
        closes = bool(token["close"])
        text = b""
        if hidden:
            hidden = b"" if code == hidden or (closes and tag == hidden) else hidden
        elif code == b"<!--":
            hidden = b"-->"
        elif tag in _HIDDEN and not closes:
            hidden = tag
        elif tag in _MEANT:
            text = code
        elif tag:
            pre += (tag == b"pre") * (-1 if closes else 1)
            text = _break(tag, ends, closes=closes)
            ends = 0 if text.endswith(b" ") else ends + text.count(b"\n")
        elif code.startswith((b"<!", b"<?")):
            pass
        elif code.isspace():
            text = code if pre or (keeps_lines and b"\n" in code) else b" " * (not ends)
            ends += text.count(b"\n")
        else:
            text = meant(code)
            ends = 0
        yield text, end


def _break(tag: bytes, ends: int, *, closes: bool) -> bytes:
    """What divides lines where TAG stands, below so many ENDS of lines."""
    if tag == b"br":
        return b"\n"
    if tag == b"p":
        return b"\n\n" if closes else b"\n" * max(2 - ends, 0)
    if tag in _BLOCKS:
        return b"\n" * max(2 - ends, 0)
    if tag in _LINES:
        return b"\n" * (not ends) + "  • ".encode() * (tag == b"li" and not closes)
    if tag in _INLINE:
        return b""
    raise ValueError(tag)


def meant(code: bytes) -> bytes:
    """What an ENTITY stands for."""
    return html.unescape(code.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
