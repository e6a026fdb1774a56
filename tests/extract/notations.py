"""Pages in other notations and encodings that show all that they showed."""

from __future__ import annotations

import base64
import html
import json
import quopri
import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus

from tests.extract.damages import BULLET

_HEADING = re.compile(r"\S.* (?:Conference|Journal|Workshop|Symposium|Preprint) \d{4} \S")


def _document(body: str) -> str:
    head = '<meta charset="utf-8">\n<title>Ada</title>\n<style>p { margin: 1em }</style>'
    return f"<!DOCTYPE html>\n<html>\n<head>\n{head}\n</head>\n<body>\n<!-- made -->\n{body}\n</body>\n</html>\n"


def _pre(text: str) -> str:
    return _document(f"<pre>{html.escape(text)}</pre>")


def _lines(form: str, between: str = "\n", blank: str = "") -> Callable[[str], str]:
    return lambda text: _document(
        between.join(form.format(html.escape(x) or blank) for x in text.rstrip("\n").split("\n"))
    )


def _paragraphs(text: str) -> str:
    return _lines("<p>{}</p>")("\n".join(x for x in text.split("\n") if x))


def _marked_up(text: str) -> str:
    """As Markdown becomes HTML: headings, lists, paragraphs."""
    out = []
    for block in map(html.escape, text.strip("\n").split("\n\n")):
        if block.startswith(BULLET):
            out += ["<ul>", *(f"<li><b>{x.removeprefix(BULLET)}</b></li>" for x in block.split("\n")), "</ul>"]
        else:
            out.append(f"<h2>{block}</h2>" if _HEADING.match(block) else f"<p>{block}</p>".replace("\n", "<br />\n"))
    return _document("\n".join(out))


def _with_links(text: str, above: str) -> str:
    """As lynx and links dump a page whose names are links."""
    first, *others = text.split(BULLET)
    names = "".join(f"{BULLET}[{number}]{other}" for number, other in enumerate(others, 1))
    addresses = "".join(f"{number:4}. https://example.org/{number}\n" for number in range(1, len(others) + 1))
    return f"{first}{names}\n{above}\n{addresses}"


def _in_markup(name: str, title: str, edges: str = "{}", escaped: str = "") -> Callable[[str], str]:
    """As converters of HTML write a page whose titles and names are links, with signs ESCAPED."""

    def write(text: str) -> str:
        blocks = re.sub(f"([{escaped}])", r"\\\1", text) if escaped else text
        out, below_heading = [], False
        for block in blocks.strip("\n").split("\n\n"):
            if block.startswith(BULLET):
                out.append("\n".join(name.format(x.removeprefix(BULLET)) for x in block.split("\n")))
            else:
                out.append(title.format(block) if below_heading else edges.format(block))
            below_heading = bool(_HEADING.match(block))
        return "\n\n".join(out) + "\n"

    return write


_MARKUP = {
    "markdown": _in_markup("* [{}](/authors/ada)", '### [{}](/papers/a_(b) "A paper")'),
    "markdown-bold": _in_markup("- [{}](/authors/ada){{.name}}", "**[{}](/papers/a)** {{#a-paper .title}}"),
    "markdown-slanted": _in_markup("* *[{}](/authors/ada)*", "_[{}](/papers/a)_"),
    "markdown-blocks": _in_markup("- [{}](/authors/ada)", "### [{}](/papers/a)", '<div class="part">\n\n{}\n\n</div>'),
    "markdown-fences": _in_markup("- [{}](/authors/ada)", "### [{}](/papers/a)", "::: part\n{}\n:::"),
    "markdown-tags": _in_markup("- [{}](/authors/ada)", '<a id="x"></a>### [{}](/papers/a)', "<span>{}</span>"),
    "markdown-escaped": _in_markup("- {}", "{}", escaped=r"\\`*_{{}}\[\]()#+.!-"),
    "markdown-escaped-links": _in_markup("- [{}](/authors/ada)", "### [{}](/papers/a)", escaped=r"\\$_*<>"),
    "markdown-cell": _in_markup("- [{}](/authors/ada)", "### [{}](/papers/a)", "| {} |\n| --- |"),
    "org": _in_markup("- [[/authors/ada][{}]]", "*** [[/papers/a][{}]]\n:PROPERTIES:\n:CUSTOM_ID: a\n:END:"),
    "wiki": _in_markup("* [[/authors/ada|{}]]", "=== [[/papers/a|{}]] ==="),
    "rst": _in_markup("- `{} </authors/ada>`__", "`{} </papers/a>`__\n------------", ".. container:: part\n\n   {}"),
}


def _quoted_printable(text: str, end: str = "\n") -> bytes:
    return quopri.encodestring(text.encode()).replace(b"\n", end.encode())


_MAIL = b"From: ada@example.org\nContent-Type: text/%b; charset=utf-8\nContent-Transfer-Encoding: %b\n\n"
_HTML: dict[str, Callable[[str], str]] = {
    "pre": _pre, "paragraphs": _paragraphs, "paragraph-a-line": _lines("<p>{}</p>"), "breaks": _lines("{}", "<br>\n"),
    "breaks-on-one-line": _lines("{}", "<br/>"), "divs": _lines("<div>{}</div>", blank="<br>"), "marked-up": _marked_up,
    "fragment": lambda t: f"<pre>\n{html.escape(t)}</pre>", "spans": lambda t: _pre(t).replace("made", "<span class='a'>made</span>"),
}  # fmt: skip


def _misread(text: str, encoding: str) -> bytes:
    """TEXT in UTF-8, read in ENCODING, as programs do that leave what it lacks as it is."""
    signs = (bytes([octet]).decode(encoding, "replace").replace("\ufffd", chr(octet)) for octet in text.encode())
    return "".join(signs).encode()


def _coded(form: str, size: int = 0) -> Callable[[str], bytes]:
    """What is not ASCII stands in the FORM of a code, a character or (SIZE: 1) an octet at once."""

    def write(text: str) -> bytes:
        codes = lambda c: c.encode() if size else [ord(c)]  # noqa: E731
        return "".join(c if c.isascii() else "".join(form.format(x) for x in codes(c)) for c in text).encode()

    return write


NOTATIONS: dict[str, Callable[[str], bytes]] = {
    **{k: lambda t, f=f: f(t).encode() for k, f in _MARKUP.items()},  # type: ignore[misc]
    **{f"html-{k}": lambda t, f=f: f(t).encode() for k, f in _HTML.items()},  # type: ignore[misc]
    **{f"misread-{c}": lambda t, c=c: _misread(t, c) for c in ("cp1252", "latin-1", "mac-roman", "cp437", "cp850")},  # type: ignore[misc]
    "coded-entities-twice": lambda t: html.escape(html.escape(t)).replace("•", "&amp;bull;").encode(),
    "coded-entities": lambda t: _coded("&#{};")(html.escape(t)), "coded-hexadecimal": lambda t: _coded("&#x{:X};")(html.escape(t)),
    "coded-u": _coded("\\u{:04x}"), "coded-octets": _coded("\\x{:02x}", 1), "coded-quoted": lambda t: _coded("={:02X}", 1)(t.replace("=", "=3D")),
    "html-crlf": lambda t: _pre(t).replace("\n", "\r\n").encode(),
    "quoted-printable": _quoted_printable, "quoted-printable-crlf": lambda t: _quoted_printable(t, "\r\n"),
    "quoted-printable-html": lambda t: _quoted_printable(_paragraphs(t)),
    "mail": lambda t: _MAIL % (b"plain", b"quoted-printable") + _quoted_printable(t),
    "mail-html": lambda t: _MAIL % (b"html", b"quoted-printable") + _quoted_printable(_pre(t)),
    "mail-base64": lambda t: _MAIL % (b"plain", b"base64") + base64.encodebytes(t.encode()),
    "base64": lambda t: base64.b64encode(t.encode()), "base64-lines": lambda t: base64.encodebytes(t.encode()),
    "percent": lambda t: quote(t).encode(), "percent-plus": lambda t: quote_plus(t).encode(),
    "json": lambda t: json.dumps(t).encode(), "json-utf-8": lambda t: json.dumps(t, ensure_ascii=False).encode(),
    "json-object": lambda t: json.dumps({"text": t}, indent=1).encode(), "json-html": lambda t: json.dumps([_marked_up(t)]).encode(),
    "repr": lambda t: repr(t).encode(), "repr-bytes": lambda t: repr(t.encode()).encode(),
    "json-more-keys": lambda t: json.dumps({"id": 7, "text": t, "at": "2025-12-01"}).encode(),
    "csv": lambda t: b'1,"Ada","' + t.replace('"', '""').encode() + b'",3\n',
    "sql": lambda t: b"INSERT INTO pages VALUES (7,'" + t.replace("'", "''").encode() + b"');\n",
    "sql-escaped": lambda t: b"INSERT INTO pages VALUES (7,'" + t.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n").encode() + b"');\n",
    "links-listed": lambda t: _with_links(t, "References\n\n   Visible links\n").encode(),
    "links-listed-last-hidden": lambda t: f"{_with_links(t, 'References' + chr(10))}{t.count(BULLET) + 1:4}. https://example.org/\n".encode(),
    "backslash-n": lambda t: t.replace("\n", "\\n").encode(),
    **{f"ends-{e!r}": lambda t, e=e: t.replace("\n", e).encode() for e in ("\x85", "\u2028", "\u2029", "\x0b")},  # type: ignore[misc]
    "ends-two": lambda t: t.replace("\n\n", "\u2029\u2029").replace("\n", "\u2028").encode(), "ends-wide": lambda t: t.replace("\n", "\u2028").encode("utf-16"),
    "ends-marked": lambda t: ("> " + t.rstrip("\n").replace("\n", "\u2028> ")).encode(),
    **{c: lambda t, c=c: t.encode(c) for c in ("utf-32", "utf-32-le", "utf-32-be")},  # type: ignore[misc]
    "utf-32-be-bom": lambda t: b"\0\0\xfe\xff" + t.encode("utf-32-be"), "utf-32-marked": lambda t: ("> " + t.rstrip("\n").replace("\n", "\r\n> ")).encode("utf-32"),
}  # fmt: skip
