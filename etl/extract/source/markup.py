"""Pages that a converter of HTML wrote in the mark-up of Markdown, Org or a wiki: links, edges of blocks, escapes."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice

from etl.extract.source.pieces import Piece, replaced

_BEGINNING = 4_000  # bytes that hold a page's header and its first names
_HEADER, _OWN_BULLET = 2_000, "•".encode()  # where the site's own stands, names are no lists in mark-up
_WORDS = rb"(?:[^\[\]\\\n]|\\.|\n(?!\n)|\[[^\[\]\n]*\]){1,600}+"
_ADDRESS = rb"(?:[^\s()]|\([^\s()]*\)|\n(?=\S)){0,2000}+(?:\s+\"[^\"\n]*\")?\s?"
_NAME = rb"\{[.#][\w-][^{}\n]*+\}"
_LINK = (
    rb"(?:\[(?P<text>%s)\]\(%s\)(?:%s)?|\[\[[^\[\]|\n]{1,600}(?:\||\]\[)(?P<of_wiki>[^\[\]|]{1,600})\]\]"
    rb"|`(?P<of_rst>[^`<>]{1,600}?)\s+<[^`<>]{1,2000}>`__?)"
) % (_WORDS, _ADDRESS, _NAME)
_ANY_LINK = re.sub(rb"\?P<\w+>", b"?:", _LINK)
_TITLE = rb"(?:#{1,6}|={1,6}|\*{2,6}|__?|'{2,3})"
_MARKS = rb"[ \t]*(?:(?:[-*+>]|%s|\d{1,3}[.)])[ \t]*){0,4}+" % _TITLE
_CLOSE = rb"(?:[ \t]*(?:%s|\*|\\$|%s)){0,4}+[ \t]*$" % (_TITLE, _NAME)
# A line that is nothing but links: one within a sentence is its author's.
_LINKS = rb"^%s%s(?:(?:[ \t]*(?:[,;|&]|\xc2\xb7|and\b))*[ \t]*%s)*+%s" % (_MARKS, _ANY_LINK, _ANY_LINK, _CLOSE)
_TAG = rb"</?(?:a|b|div|section|article|main|header|nav|footer|details|summary|span|strong|p|ul|li)\b[^<>\n]*>"
_EDGES = (  # of blocks: tags, fences, directives, properties, rules, underlines, the frames of tables of one column
    rb"^[ \t]*(?:(?:%s[ \t]*)+|\|(?=[^|\n]*\|[ \t]*$)|:{3,}[^\n]*$|\.\. [\w-]+::[^\n]*$|:[A-Z_]+:[^\n]*$"
    rb"|[+|]?(?:([-=~^\"])\1{2,}+[+|]?)++[ \t]*$)|(?:%s){1,8}+[ \t]*$|(?<=[ \t])\|[ \t]*$"
) % (_TAG, _TAG)
_BREAK = rb"\\$|(?<=\S) {2,}$(?=\n[ \t]*+(?![\s*+-]))"  # below which a line follows
_END = rb"(?<![ \t])[ \t]*+%s[ \t]*$|%s" % (_NAME, _BREAK)
_ESCAPED_NOTICE = rb"\bcase\\-insensitive\b|\bin Arrow\\\."
_TITLED = rb"^#{1,6}[ \t]+\S"
_LEAST_LINKS = 2  # a title and a name
_TITLE_MARK = rb"^[ \t]*%s[ \t]*|(?:%s[ \t]*|\*)$" % (_TITLE, _TITLE)
_MARGINS = rb"^%s|%s[ \t]*$" % (_MARKS, _TITLE)
_SIGNS = [bytes([sign]) for sign in rb"""!"#$'()*+-.<>[]^_`{|}~\\"""]


def _is_marked(data: bytes) -> bool:
    """Does the beginning of DATA show titles, escapes or links as mark-up has them? An author may have set one link."""
    if _OWN_BULLET in data[:_HEADER]:
        return False
    told = _pattern(_TITLED).search(data, 0, _BEGINNING) or _pattern(_ESCAPED_NOTICE).search(data, 0, _BEGINNING)
    links = islice(_pattern(_LINKS).finditer(data, 0, _BEGINNING), _LEAST_LINKS)
    return bool(told) or sum(1 for _ in links) == _LEAST_LINKS


def without_edges(data: bytes) -> list[Piece] | None:
    """DATA in mark-up without tags and signs at the edges of blocks; None where it is in none, or has none."""
    if not _is_marked(data):
        return None
    pieces = replaced(data, _pattern(_EDGES), lambda _: b"")
    return pieces if len(pieces) > 1 else None


def without_links(data: bytes) -> list[Piece] | None:
    """DATA in mark-up without the addresses of links that stand alone, and escapes; None where it has none.

    A line that a break follows has a blank one below.
    """
    if not _is_marked(data):
        return None
    escaped = _pattern(_ESCAPED_NOTICE).search(data, 0, _BEGINNING)
    signs = b"".join(map(re.escape, _SIGNS if escaped else _escaped_signs(data)))
    escape = re.compile(rb"\\([%s])" % signs if signs else rb"(?!)()")
    marked = _pattern(rb"%s|%s|%s" % (_LINKS, _END, escape.pattern))
    pieces = replaced(data, marked, lambda code: escape.sub(rb"\1", _shown(code)))
    return pieces if len(pieces) > 1 else None


def _pattern(of_lines: bytes) -> re.Pattern[bytes]:
    """OF_LINES compiled: when the first page in mark-up comes, for that takes a while."""
    return re.compile(of_lines, re.MULTILINE)


def _shown(code: bytes) -> bytes:
    """What is shown of CODE: the words of links behind the mark of a list, an escape, a break; nothing of others."""
    links = list(_pattern(_LINK).finditer(code))
    if not links:
        is_break = code == b"\\" or code.isspace()
        return b"\n" if is_break else code if code.startswith(b"\\") else b""
    words = [re.sub(rb"\s+", b" ", re.sub(rb"(?<=[^\s-]-)\n[ \t]*", b"", _words(found))) for found in links]
    edges = [0, *(at for found in links for at in found.span()), len(code)]
    between = [code[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    between = [re.sub(_TITLE_MARK, b"", between[0]), *between[1:-1], b""]
    return b"".join(part for pair in zip(between, [*words, b""], strict=True) for part in pair)


def _words(link: re.Match[bytes]) -> bytes:
    return next(filter(None, link.groups()))


def _escaped_signs(data: bytes) -> list[bytes]:
    """The signs that stand in DATA behind a backslash alone, but for those of links, lists and titles.

    LaTeX has backslashes too, but before letters, and before some of several like signs.
    """
    text = _pattern(_MARGINS).sub(b"", _pattern(_LINKS).sub(lambda found: _shown(found[0]), data))
    escaped = Counter(re.findall(rb"(?s)\\(.)", text))
    own = {sign: text.count(sign) for sign in _SIGNS}
    own[b"\\"] = escaped[b"\\"] + sum(count for sign, count in escaped.items() if sign.isalnum() or sign == b" ")
    return [sign for sign in _SIGNS if 0 < escaped[sign] == own[sign]]
