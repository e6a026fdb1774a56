"""Every damage that extraction is tried with, by name."""

from __future__ import annotations

import json
import textwrap
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import tests.extract.damages as d
from tests.extract.damages import BULLET, Damage, Line
from tests.extract.notations import NOTATIONS
from tests.extract.tool_damages import DAMAGED, LEGIBLE

FAKE = "{heading}\n\n{title} Revisited\n\n  • Eve Adams\n  • Mallory Brown\n\nThis paper was never written."
LONG = " It could be read by anyone who had the time for it, and had it stood where papers stand, it had been."
FAKE_OWN = "{own}\n\nA Fake Paper\n\n  • Eve Adams\n  • {owner}\n\nThis paper was never written."
HEADERS = (
    "Arrow Research search\n\nAuthor name cluster\n\nEve Adams\n\n"
    + d.NOTICE
    + "\n\n3 papers\n1 author row\n\nPossible papers\n\n3"
)


def _invisible(before: str) -> dict[str, Damage]:
    name = f"u{ord(before):04x}"
    return {
        f"{name}-before-every-line": d.with_lines(lambda x: before + x.text),
        f"{name}-on-blank-lines": d.with_lines(lambda x: x.text or before),
        f"{name}-before-bullets": d.with_lines(lambda x: before + x.text if x.role == "name" else x.text),
        f"{name}-after-every-line": d.with_lines(lambda x: x.text + before if x.role != "abstract" else x.text),
    }


def _glyph(glyph: str) -> dict[str, Damage]:
    def edit(x: Line) -> str:
        return x.text.replace(BULLET, glyph, 1) if x.role == "name" else x.text

    return {f"glyph-{glyph!r}": d.with_lines(edit), f"glyph-{glyph!r}-once": d.with_lines(edit, everywhere=False)}


def _put(byte: bytes, role: str) -> Damage:
    def edit(text: str, rng: d.random.Random) -> str:
        at = rng.randrange(len(text) + 1)
        return text[:at] + "\ue000" + text[at:]

    made = d.with_text(edit, role)

    def damage(page: d.Page, rng: d.random.Random) -> d.Damaged:
        one = made(page, rng)
        return replace(one, data=one.data.replace("\ue000".encode(), byte))

    return damage


def _stored(made: Damage, store: Callable[[bytes], bytes]) -> Damage:
    """What MADE leaves of a page, as a program STOREs it."""

    def damage(page: d.Page, rng: d.random.Random) -> d.Damaged:
        one = made(page, rng)
        return replace(one, data=store(one.data))

    return damage


HEADING_LIKE = {
    "heading-line": "{heading}",
    "heading-line-blank-around": "\n{heading}\n",
    "heading-other": "\nJournal of Foo & Bar Journal 2020 Journal Article\n",
    "heading-then-line": "\n{heading}\n\nAnother Line Here\n",
    "heading-then-title-attached": "{heading}\n{title}",
    "heading-then-bullets": "\n{heading}\n\n• one thing\n• another thing\n",
    "heading-title-bullets-lower": "\n{heading}\n\nOur contributions\n\n  • we do this;\n  • we do that.\n",
    "fake": "\n" + FAKE + "\n",
    "fake-owner": "\n" + FAKE_OWN + "\n",
    "fake-owner-long": "\n" + FAKE_OWN + LONG + "\n",
    "fake-no-abstract": "\n{heading}\n\nA Fake Paper\n\n  • Eve Adams\n",
    "fake-no-authors": "\n{heading}\n\nA Fake Paper\n\nThis paper was never written.\n",
    "fake-attached": FAKE.replace("\n\n", "\n"),
    "two-fakes": "\n" + FAKE + "\n\n" + FAKE_OWN + "\n",
    "header": "\n" + HEADERS + "\n",
    "header-attached": HEADERS.replace("\n\n", "\n"),
    "page": "\n" + HEADERS + "\n\n" + FAKE + "\n",
    "banner": "Arrow Research search",
    "banner-kind": "\nArrow Research search\n\nAuthor name cluster\n",
    "possible": "\nPossible papers\n\n12\n",
    "papers": "\n12 papers\n3 author rows\n",
    "number": "12",
    "bullets": "  • First we do this.\n  • Then we do that.",
    "bullets-blank": "\n  • First we do this.\n\n  • Then we do that.\n",
    "bullets-names": "\n  • Eve Adams\n  • Mallory Brown\n",
    "bullets-dash": "- first\n- second",
    "paragraphs": "\nA second paragraph stands here.\n\nAnd a third.\n",
    "short-line": "\nIntroduction\n",
    "line-and-bullets": "\nContributions\n\n  • A Fast Method\n  • A New Bound\n",
    "number-years": "2019 2020 2021",
    "kind-word": "In the Conference 2019 of the people",
    "kind-word-apart": "\nwe entered the MadeNet Challenge 2018 Results\n",
    "kind-word-and-bullets": "\nwe entered the MadeNet Challenge 2018 Results\n\nContributions\n\n  • A Fast Method\n",
    "kind-word-stop": "\nThis is the entry to the Book 2018 track.\n\nContributions\n\n  • A Fast Method\n",
}
TITLES = {
    "heading": "ICML Conference 2021 Conference Paper", "own-heading": "{own}", "long-venue": "Journal of Foo & Bar Journal 2020 Journal Article",
    "banner": "Arrow Research search", "kind": "Author name cluster", "possible": "Possible papers", "papers": "3 papers", "rows": "1 author row",
    "number": "12", "owner": "{owner}", "dash": "- A Title With a Dash", "star": "*-algebras", "bullet": "• A Title With a Bullet", "plus": "+1", "dot": ".",
    "sentence": "This is a sentence. And another one.", "long": "A Very Long Title " * 20, "year": "1984", "quoted": "“Why Should I Trust You?”",
    "notice": d.NOTICE, "colon": "Learning:", "lower": "gradient descent", "question": "What?", "cjk": "学习阅读页面", "html": "<html>",
    **{f"glyph-{x[0]}": x for x in ("★-Net: Stars in Nets", "−1 is Enough", "→ From Here to There", "- Less is More", "a • b: Dots in Products")},
}  # fmt: skip
ILLEGIBLE_HEADINGS = {
    "gone": lambda t: None, "translated": lambda t: d.re.sub(r" \S+ (\d{4}) .*", r"-Konferenz \1 Konferenzbeitrag", t),
    "quoted": lambda t: f'"{t}"', "glued": lambda t: t.replace(" ", ""),
}  # fmt: skip
ILLEGIBLE_NAMES = {
    "bare": list, "question-marks": lambda names: [f"  ? {n}" for n in names], "numbered": lambda names: [f"{i}. {n}" for i, n in enumerate(names, 1)],
    "no-space": lambda names: [f"-{n}" for n in names], "commas": lambda names: [", ".join(names)],
    "by": lambda names: ["By " + ", ".join(names) + "."], "dots": lambda names: [" • ".join(names)],
}  # fmt: skip
INNER = {
    "label": "\n\nMethods\n\n", "link": "\n\nhttps://example.org/code\n\n", "theorem": "\n\nTheorem 1\n\n",
    "bullets": "\n• Robust Reading\n• Sparse Pages\n", "question": "\n\nWhat does this mean for readers?\n\n",
}  # fmt: skip
FOREIGN = (
    "Privacy | Terms | Contact", "Back to top", "Next page ›", "1 2 3 Next", "Page 3 of 14", "Showing 1–25 of 61 results",
    "Cited by 12", "PDF · Code · Cite", "Loading…", "Advertisement", "[...]", "↑", "12", "EOF", "</pre>", "made@host:~$ ",
    "11/24/26, 3:42 PM    Made search", "[INFO] fetched 12 of 61", "ERROR 503 Service Unavailable", "© 2026 Arrow", "Was this page helpful? Yes No", "--\nAda Made\nUniversity of Made Things", "<!-- more -->",
)  # fmt: skip
ONE_LINE = {
    "commas": lambda names: [", ".join(names)], "semicolons": lambda names: ["; ".join(names)], "by": lambda names: ["By " + ", ".join(names[:-1]) + " and " + names[-1] + "."],
    "dots": lambda names: [" • ".join(names)], "bullet-commas": lambda names: [BULLET + ", ".join((*names, "Ada Ma", "Bo Li"))],
    **{f"bullet-{x}": lambda names, x=x: [BULLET + f" {x} ".join((*names, "Ada Ma", "Bo Li"))] for x in "|/"},
    "bullet-semicolons": lambda names: [BULLET + "; ".join((*names, "Ada Ma"))],
}  # fmt: skip
OWNER_AS = {
    "no-break-space": lambda n: n.replace(" ", "\u00a0"), "nfd": lambda n: unicodedata.normalize("NFD", n.replace("a", "á")),
    "initial": lambda n: n.replace(" ", " Q. ", 1), "homonym": lambda n: f"{n} 0031", "comma": lambda n: f"{n},", "turned": lambda n: d.re.sub(r"^(\S+) (\D+\b)", r"\2, \1", n),
}  # fmt: skip

LONG_NAMES = (
    "Made Working Group on 2009 Reading of Pages (M1N1) and Others", "On behalf of the Made Society of Reading Pages Working Group on Kept Bytes and the Other Society",
    "Prof. Dr. rer. nat. habil. Ada Noether-Lovelace", "Ada Lovelace (Univ. of Made Things and Other Pages)", "தமிழில் எழுதப்பட்ட பெயர் " * 4,
)  # fmt: skip
MARKS = ("> ", ">", ">> ", "# ", "| ", "// ", "% ", " * ", "+", "│ ")
NUMBERS = ("L%d: ", "%6d\t", "%d:", "%4d  ", "%3d | ", "[%d] ", "%04d ", "%d. ")
MARGINS = (
    ("made/page.txt:", ""), ("INFO: ", ""), ("<p>", "</p>"), ("", " \\"), ("", "$"), ("", "<br/>"), ("", "¶"), ("", "_x000D_"), ('"', '",'), ("“", "”"), ("[2026-11-24T10:02:03Z] ", ""),
    ("> INFO: ", " |"),
)  # fmt: skip
TIMES = ("2026-11-24T10:{:02}:{:02}Z ", "[10:{:02}:{:02}] ", "2026-11-24 10:{:02}:{:02},123 - ", "10:{:02}:{:02} | ")
FOLDS = {
    "marked": lambda t, w: " \\\n".join(textwrap.wrap(t, w, break_long_words=False)).split("\n"),
    "words": lambda t, w: textwrap.wrap(t, w, break_long_words=False, break_on_hyphens=False), "within": d.within_words,
    "kept-space": lambda t, w: [f"{x} " for x in textwrap.wrap(t, w, break_long_words=False, break_on_hyphens=False)[:-1]] + textwrap.wrap(t, w, break_long_words=False, break_on_hyphens=False)[-1:],
    "indented": lambda t, w: textwrap.wrap(t, w, break_long_words=False, break_on_hyphens=False, subsequent_indent="      "),
}  # fmt: skip
OPEN_HEADINGS = (  # of any venue, and any type
    "Made transactions on neural networks and learning systems Journal {} Journal Article", "Journal of the made medical informatics association Journal {} Note",
    "Actes de la conférence sur les langues naturelles Conference {} Conference Paper", "#MADE4H Workshop {} Workshop Paper", "@MADE Conference {} Demo",
    "<Making> Conference {} Demo", "¡Hecho! Conference {} Demo", "∀M Conference {} Demo", "~MADE Conference {} Demo", "!!Made Conference {} Demo", "$k$-Made Conference {} Demo",
    '"Made" Things Conference {} Demo', "[MD] Made Workshop {} Demo", "MADE Conference {} notable-top-9%", "MADE Conference {} accept (talk)", "MADE Conference {} [Talk]",
    'MADE Conference {} "Made" Paper', "MADE Conference {} Conference Paper*", "MADE Conference {} paper that was read to the whole audience", "3 Made Things Journal {} Note", "2D Made Journal {} Note",
)  # fmt: skip


def _headed(heading: str, *, everywhere: bool = False) -> Damage:
    """HEADING stands over a listing, or over all, with the year of the listing."""

    def change(listing: d.Shown, page: d.Page, rng: d.random.Random) -> d.Shown:
        return replace(listing, heading=heading.format(d.re.findall(r" (\d{4}) ", listing.heading)[-1]))

    return d.changed(change, everywhere=everywhere)


DAMAGES: dict[str, Damage] = {
    "none": d.with_lines(lambda x: x.text),
    **{f"no-blank-{r}": d.without_blank(r) for r in ("heading", "title", "name", "abstract")},
    **{f"no-blank-{r}-everywhere": d.without_blank(r, everywhere=True) for r in ("heading", "title", "name", "abstract")},
    "no-blank-at-all": lambda page, rng: d._made(page, [x for x in page.lines() if x.text], range(len(page.listings))),
    "no-blank-in-header": lambda page, rng: d._made(page, [x for x in page.lines() if x.text or x.of >= 0]),
    **{f"no-{r}": d.without_line(r) for r in ("heading", "title")},
    **{f"no-{r}-nor-blank": d.without_line_and_blank(r) for r in ("heading", "title")},
    **{f"illegible-heading-{h}-names-{n}": d.with_parts(f, g) for h, f in ILLEGIBLE_HEADINGS.items() for n, g in ILLEGIBLE_NAMES.items()},
    **{f"names-{k}-on-a-line{c:+}": d.miscounting(c, d.with_parts(str, g)) for c in (0, 2) for k, g in ONE_LINE.items()},
    **{f"one-listing-{k}": d.with_lines(lambda x, a=a: a.format(x.text), everywhere=False) for k, a in (("added", "+{}"), ("listed", "- {}"), ("starred", "* {}"), ("stamped", "[2026-11-24 12:00:01] {}"), ("quoted", '"{}"'), ("noted", "[12] {}"))},
    "no-head": d.without_head, "title-above-heading": d.with_title_above,
    "no-abstract": d.changed(lambda s, p, r: replace(s, abstract=None)),
    "no-abstract-everywhere": d.changed(lambda s, p, r: replace(s, abstract=None), everywhere=True),
    "no-authors": d.changed(lambda s, p, r: replace(s, names=())),
    "no-authors-everywhere": d.changed(lambda s, p, r: replace(s, names=()), everywhere=True),
    "no-authors-nor-blanks": d.without_authors_nor_blanks(),
    "no-authors-nor-blanks-everywhere": d.without_authors_nor_blanks(everywhere=True),
    "no-authors-nor-abstract": d.changed(lambda s, p, r: replace(s, names=(), abstract=None)),
    **{f"miscount-{by}-no-authors": d.miscounting(by, d.changed(lambda s, p, r: replace(s, names=()))) for by in (-1, 1, 2)},
    **{f"miscount-{by}-owner-{k}": d.miscounting(by, d.with_owner_as(f)) for by in (-1, 1, 2) for k, f in OWNER_AS.items()},
    **{f"miscount-{by}-cut-lists": d.miscounting(by, d.with_cut_lists) for by in (-1, 1, 2)},
    "one-author": d.changed(lambda s, p, r: replace(s, names=("Eve Adams",))),
    "thousand-authors": d.changed(lambda s, p, r: replace(s, names=tuple(f"Eve Adams {chr(65 + i // 26 % 26)}{chr(97 + i % 26)}" for i in range(1000)))),
    **{f"abstract-{k}-{w}": d.with_abstract(v, w) for k, v in HEADING_LIKE.items() for w in ("begin", "inside", "end")},
    **{f"abstract-ends-in-{t!r}": d.with_abstract(f"\n\n{t}", "end") for t in ("PMID: 1234567", "DOI 10.1000/182", "MSC 2010: 68T05", "JEL Classification: C14", "1994 ACME", "ISBN 978-0-00-000000-2", "PDF", "CCS Concepts: Computing", "12 pages, 5 figures")},
    **{f"foreign-below-{t!r}{'-last' * e}": d.with_foreign(t, last=e) for t in FOREIGN for e in (False, True)},
    **{f"foreign-at-end-{t!r}": d.with_foreign(t, last=True, attached=True) for t in ("EOF", "</pre>", "```", "$ ")},
    **{f"miscount-2-abstract-{k}": d.miscounting(2, d.changed(lambda s, p, r, t=t: replace(s, abstract=f"{s.abstract}{t}{LONG.strip()}"))) for k, t in INNER.items()},
    **{f"abstract-label-{t}": d.changed(lambda s, p, r, t=t: replace(s, abstract=f"{t}\n\n{s.abstract}")) for t in ("Résumé", "Highlights", "摘要", "Methods and Results")},
    **{f"title-{k}": d.with_title(v) for k, v in TITLES.items()},
    **{k: v for g in ("• ", "•", "* ", "- ", "  - ", "\t•\t", "· ", "  ◦ ", "– ", "  ‣ ", " o ", "  › ", "  → ", "  ✓ ", "  ∗ ", "  − ", "  ‐ ", "  \u2022\u00a0", "1. ", "  â€¢ ", "&bull; ", "  ΓÇó ", "  â\x80¢ ", "  ‚Ä¢ ", "\\- ", "\\* ", "  \\u2022 ", "&#x2022; ", "  •\ufe0e ", "  ◆ ", "  ⇒ ", "  🔹 ") for k, v in _glyph(g).items()},
    **{f"other-bullet-{g}": d.with_lines(lambda x, g=g: x.text.replace(BULLET, g, 1) if x.role == "name" else x.text)
       for g in ("? ", "  ? ", "o\t", "  § ", "  1) ", "[1] ", "  ‧ ", "~ ", "➔ ", "1. ", "    ", "  a) ", "a. ", "(1) ", "ii. ", "=> ", "-- ", "  º ", "\\item ")},
    **{f"spaced-other-bullet-{g}": _stored(d.with_lines(lambda x, g=g: x.text.replace(BULLET, g, 1) if x.role == "name" else x.text), lambda b: b.replace(b"\n", b"\n\n"))
       for g in ("? ", "1. ", "    ")},
    "other-bullet-of-ascii": lambda page, rng: d.with_lines(lambda x: x.text.replace(BULLET, "  ? ", 1))(d.written_in(page, "ascii"), rng),
    **{k: v for c in "\u00a0\u200b\t \ufeff\u3000\u00ad\u2060\u202a\u2069\u034f\u061c\u2063\u2800\ufe0f\ufffc" for k, v in _invisible(c).items()},
    **{f"coloured-{r}": d.with_lines(lambda x, r=r: f"\x1b[1m{x.text}\x1b[0m" if x.role == r else x.text) for r in ("heading", "title", "name")},
    "crlf": d.with_bytes(lambda t: t.replace("\n", "\r\n").encode()),
    "cr": d.with_bytes(lambda t: t.replace("\n", "\r").encode()),
    "mixed-ends": d.with_bytes(lambda t: "".join(c + ("\r\n" if i % 2 else "\n") for i, c in enumerate(t.split("\n"))).encode()),
    "mixed-cr-ends": d.with_bytes(lambda t: "".join(c + ("\r" if i % 7 == 3 else "\n") for i, c in enumerate(t.split("\n"))).encode()),
    "crcrlf": d.with_bytes(lambda t: t.replace("\n", "\r\r\n").encode()),
    **{f"tool-{k}": v for k, v in LEGIBLE.items()}, **DAMAGED,
    **{f"written-{k}": d.with_bytes(f) for k, f in NOTATIONS.items()},
    "form-feed": d.with_bytes(lambda t: t.replace("\n\n", "\n\x0c\n").encode()),
    "bom": d.with_bytes(lambda t: t.encode("utf-8-sig")),
    "double-bom": d.with_bytes(lambda t: ("\ufeff" + t).encode("utf-8-sig")),
    "utf-16": d.with_bytes(lambda t: t.encode("utf-16")),
    "utf-16-le": d.with_bytes(lambda t: t.encode("utf-16-le")),
    "utf-16-be": d.with_bytes(lambda t: t.encode("utf-16-be")),
    "utf-16-be-bom": d.with_bytes(lambda t: b"\xfe\xff" + t.encode("utf-16-be")),
    "utf-16-crlf": d.with_bytes(lambda t: t.replace("\n", "\r\n").encode("utf-16")),
    "utf-16-odd": d.with_bytes(lambda t: t.encode("utf-16")[:-1]), "utf-32-odd": d.with_bytes(lambda t: t.encode("utf-32")[:-1]),
    **{c: lambda page, rng, c=c: d.with_bytes(lambda t: t.encode(c))(d.written_in(page, c), rng) for c in ("cp1252", "mac-roman")},
    "latin-1-dots": lambda page, rng: d.with_bytes(lambda t: t.replace("•", "·").encode("latin-1"))(d.written_in(page, "latin-1"), rng),
    "no-last-newline": d.with_bytes(lambda t: t.rstrip("\n").encode()),
    "doubled-blanks": d.with_bytes(lambda t: t.replace("\n\n", "\n\n\n").encode()),
    "every-line-of-listings-blank-after": d.with_lines(lambda x: x.text + "\n" * (x.of >= 0)),
    "every-line-blank-after": d.with_bytes(lambda t: t.replace("\n", "\n\n").encode()),
    "indented": d.with_lines(lambda x: "    " + x.text if x.text else ""),
    "tab-indented": d.with_lines(lambda x: "\t" + x.text if x.text else ""),
    "quoted": d.with_lines(lambda x: "> " + x.text),
    "numbered": d.with_bytes(lambda t: "".join(f"{i:5} {x}\n" for i, x in enumerate(t.split("\n"))).encode()),
    "markdown": d.with_lines(lambda x: "## " + x.text if x.role == "heading" else x.text),
    "lower-case": d.in_case(str.lower),
    "upper-case": d.in_case(str.upper),
    "html-page": d.with_bytes(lambda t: b"<!DOCTYPE html><html><body><pre>" + t.encode()),
    "html-fragment": d.with_bytes(lambda t: ("<p>" + t.replace("\n\n", "</p>\n\n<p>")).encode()),
    "tabs-in-headings": d.with_lines(lambda x: x.text.replace(" ", "\t") if x.role == "heading" else x.text),
    "nbsp-in-headings": d.with_lines(lambda x: x.text.replace(" ", "\u00a0") if x.role == "heading" else x.text),
    "zwsp-in-headings": d.with_lines(lambda x: x.text[:3] + "\u200b" + x.text[3:] if x.role == "heading" else x.text),
    "two-spaces-in-headings": d.with_lines(lambda x: x.text.replace(" ", "  ") if x.role == "heading" else x.text),
    **{f"invalid-{r}": _put(b"\xff", r) for r in (*d.HEADER, "heading", "title", "name", "abstract")},
    **{f"cut-char-{r}": _put(b"\xe2\x80", r) for r in ("heading", "title", "name", "abstract")},
    **{f"utf-16-nul-{r}": _stored(_put(b"\0", r), lambda b: b.decode().encode("utf-16")) for r in ("heading", "title", "name", "abstract")},
    **{f"nul-{r}": _put(b"\0", r) for r in (*d.HEADER, "heading", "title", "name", "abstract")},
    "control-in-heading": _put(b"\x07", "heading"),
    "replacement-char-heading": _put("\ufffd".encode(), "heading"),
    **{f"header-without-{r}": d.without_header(r) for r in d.HEADER},
    **{f"header-without-{r}-and-blank": d.without_header_and_blanks(r) for r in d.HEADER},
    "header-without-all": d.without_header(*d.HEADER),
    "header-without-all-and-blanks": d.without_header_and_blanks(*d.HEADER),
    "header-owner-only": d.without_header(*(r for r in d.HEADER if r != "owner")),
    "header-without-counts": d.without_header("papers", "rows", "number"),
    "header-without-possible-number": d.without_header("possible", "number"),
    **{f"foreign-{w}-before-{r}": d.with_header_line(t, r) for w, t in (("line", "Log in to save your searches"), ("heading", "ICML Conference 2020 Conference Paper"), ("number", "7"), ("bullets", "• Home\n• About")) for r in d.HEADER},
    "foreign-first-line": d.with_bytes(lambda t: b"Cookie settings\n\n" + t.encode()),
    "foreign-last-line": d.with_footer("(c) 2026 Arrow"),
    **{f"with-{n}": d.owned_by(t) for n, t in (("owner-possible", "Possible papers"), ("owner-number", "12"), ("owner-papers", "3 papers"), ("owner-banner", "Arrow Research search"), ("owner-heading", "ICML Conference 2020 Conference Paper"), ("owner-kind", "Author name cluster"), ("owner-notice", d.NOTICE), ("owner-rows", "1 author row"), ("owner-empty", ""), ("owner-bullet", "  • Eve"), ("owner-zw", "\u200b"))},
    **{f"declares-{a}-{b}": d.declaring(a, b) for a, b in (("99999999999 papers", "99999999999"), ("0 papers", "0"), ("0 papers", None), (None, "0"), ("1 paper", None), ("61 papers", "61"), ("many papers", "many"), ("-3 papers", "-3"), ("1,234 papers", "1,234"), ("1.5 papers", "1.5"), ("３ papers", "３"))},
    "declares-one-more": lambda page, rng: d._made(page, replace(page, declared=page.declared + 1).lines()),
    "declares-two-more": lambda page, rng: d._made(page, replace(page, declared=page.declared + 2).lines()),
    "declares-one-less": lambda page, rng: d._made(page, replace(page, declared=page.declared - 1).lines()),
    **{f"joined-{r}-{g!r}": d.joined(r, g) for r in ("heading", "title", "name", "abstract") for g in ("", " ")},
    **{f"broken-{r}{'-blank' * b}{'-midword' * (not w)}": d.broken_in_two(r, blank=b, at_word=w) for r in ("heading", "title", "name") for b in (False, True) for w in (False, True)},
    **{f"folded-{k}-{w}": d.folded(w, f) for w in (40, 72, 120) for k, f in FOLDS.items()},
    "wrapped-abstracts": d.changed(lambda s, p, r: replace(s, abstract=textwrap.fill(s.abstract or "It is short.", 40)), everywhere=True),
    **{f"names-and-{x.strip()}": d.with_lines(lambda y, x=x: f"{y.text}\n{x}" if y.role == "name" else y.text, everywhere=False)
       for x in ("- 3 -", "* * *", "  • ★★★☆☆", "  • 12", "•", "+ 3 more", "…")},
    **{f"names-behind-{g}": d.with_text(lambda t, _, g=g: t.replace(BULLET, f"{BULLET}{g} "), "name") for g in ("1.", "12)", "[ ]", "[x]")},
    "names-in-columns": d.with_text(lambda t, _: f"{t}        Bo Li of the Made Society", "name"), "names-beside-tabs": d.with_text(lambda t, _: f"{t} Lovelace-Noether\tBo Li", "name"),
    **{f"printed-{t!r}": d.with_text(lambda a, _, t=t: f"{t}\n{a}\n{t}\nAnd so it goes on to be read.", "abstract")
       for t in ("11/24/26, 3:42 PM    Made Search", "https://made.example.org/ada   3/14", "Page 3 of 14")},
    **{f"long-name-{i}": d.changed(lambda s, p, r, x=x: replace(s, names=(*s.names, x))) for i, x in enumerate(LONG_NAMES)},
    "name-without-bullet": d.with_name_without_bullet,
    "names-without-bullets": d.with_lines(lambda x: x.text.removeprefix(BULLET) if x.role == "name" else x.text, everywhere=False),
    "names-without-bullets-everywhere": d.with_lines(lambda x: x.text.removeprefix(BULLET) if x.role == "name" else x.text),
    **{f"list-with-{k}-{a:d}{b:d}": d.with_line_in_list(t, (a, b)) for k, t in (("footer", "https://arrow.example.org/author   3/14"), ("print-header", "11/24/26, 3:42 PM    Ada | Arrow Research search"), ("page", "Page 3 of 14"), ("number", "3"), ("rule", "---"))
       for a in (False, True) for b in (False, True)},
    **{f"list-with-stars-{a:d}{b:d}": d.with_line_in_list("* * *", (a, b)) for a, b in ((True, False), (True, True))},
    "names-blank-between": d.with_lines(lambda x: x.text + "\n" if x.role == "name" else x.text, everywhere=False),
    "names-on-one-line": lambda page, rng: _names_on_one_line(page, rng),  # noqa: PLW0108 - defined below
    **{f"heading-marked-{a + b!r}": d.with_lines(lambda x, a=a, b=b: a + x.text + b if x.role == "heading" else x.text)
       for a, b in (("1. ", ""), ("12) ", ""), ("## ", ""), ("**", "**"), ("### **", "**"), ("", ":"), ("", "."))},
    **{f"heading-dressed-{a + b!r}": d.with_lines(lambda x, a=a, b=b: a + x.text + b if x.role == "heading" else x.text)
       for a, b in (("(1) ", ""), ("[12] ", ""), ("• ", ""), ("  • ", ""), ("> ", ""), ("== ", " =="), ("<h3>", "</h3>"))},
    **{f"heading-open-{h}": _headed(h) for h in OPEN_HEADINGS}, **{f"heading-open-{h}-everywhere": _headed(h, everywhere=True) for h in OPEN_HEADINGS},
    "heading-starred": d.with_text(lambda t, _: f"*{t}*", "heading", legible=True),
    "heading-type-lower": d.changed(lambda s, p, r: replace(s, heading="NeurIPS Conference 2020 poster presentation"), everywhere=True),
    "heading-unknown-kind": d.changed(lambda s, p, r: replace(s, heading="FooCon Event 2021 Event Paper")),
    "heading-no-year": d.with_text(lambda t, _: d.re.sub(r" \d{4}", "", t), "heading"),
    "heading-no-type": d.with_text(lambda t, _: d.re.sub(r"(\d{4}).*", r"\1", t), "heading"),
    "heading-no-venue": d.with_text(lambda t, _: d.re.sub(r".* (?=\S+ \d{4} )", "", t), "heading"),
    "heading-year-typo": d.with_text(lambda t, _: d.re.sub(r"(\d)\d(\d\d)", r"\1O\2", t), "heading"),
    "heading-year-short": d.with_text(lambda t, _: d.re.sub(r"\d{4}", "21", t), "heading"),
    "heading-mangled": d.with_text(lambda t, _: t[:3] + "�" * (len(t) - 3), "heading"),
    "heading-twice": d.line_twice("heading"), "title-twice": d.line_twice("title"), "name-twice": d.line_twice("name"),
    "abstract-twice": d.line_twice("abstract"),
    "listing-twice": d.with_listing_twice, "all-twice": d.all_twice,
    "pages-in-one": d.pages_in_one(b""), "pages-in-one-blank": d.pages_in_one(b"\n"), "pages-in-one-ff": d.pages_in_one(b"\x0c"),
    **{f"pages-in-one-{g!r}": d.pages_in_one(g) for g in (b"\n----------\n\n", b"\n==========\n", b"* * *\n", b"==> b c.txt <==\n", b":::::\nb.txt\n:::::\n")},
    **{f"pages-in-one-without-{r}": d.pages_in_one(b"\n", r) for r in ("banner", "kind", "owner", "notice", "possible")},
    **{f"pages-in-one-without-banner-{r}": d.pages_in_one(b"\n", "banner", r) for r in ("kind", "notice")},
    **{f"pages-in-one-without-{'-'.join(r)}": d.pages_in_one(b"\n", *r) for r in (("notice", "possible"), ("banner", "notice", "possible"))},
    "strays-between-pages-rows": d.pages_in_one(b"\n", *(r for r in d.HEADER if r != "rows")),
    "reversed": d.reordered(lambda order, _: order[::-1]),
    "shuffled": d.reordered(lambda order, rng: rng.sample(order, len(order))),
    "block-lost": d.block_lost, "lines-lost": d.lines_lost,
    "cut": d.cut_at(0), "cut-half": d.cut_at(0.5), "cut-late": d.cut_at(0.97),
    **{f"off-in-abstract-{t!r}": d.cut_in_abstract(t) for t in ("...", "…", " the", ",", "-", "… Read more", " [truncated]", "… [+1234 chars]")},
    "off-in-names": d.cut_in_names, "in-conflict": d.in_conflict,
    **{f"broken-off-{k}": d.broken_off(t) for k, t in (("html", "<html>\n<head><title>504 Gateway Time-out</title></head>\n<body>\n</body>\n</html>\n"), ("curl", "\ncurl: (18) transfer closed with 9 bytes remaining to read\n"), ("truncated", "\n[truncated]\n"))},
    **{f"fill-{f!r}-{n}": d.with_bytes(lambda t, f=f, n=n: t.encode() + f * n) for f in (b"\0", b"\x1a") for n in (1, 4096)},
    **{f"overwritten-nul-{n}": d.overwritten(n, lambda rng: b"\0") for n in (20, 512, 4096)},
    **{f"overwritten-{n}": d.overwritten(n, lambda rng: rng.randbytes(1)) for n in (20, 512)},
    **{f"marked-{m!r}": d.with_lines(lambda x, m=m: m + x.text) for m in MARKS}, **{f"marked-{m!r}-bare": d.with_lines(lambda x, m=m: (m + x.text).rstrip()) for m in MARKS},
    **{f"marked-{m!r}-words": d.with_lines(lambda x, m=m: m + x.text if x.text else "") for m in MARKS}, **{f"numbered-{f!r}": d.numbered(f) for f in NUMBERS},
    **{f"margin-{a}{b}": d.with_lines(lambda x, a=a, b=b: a + x.text + b) for a, b in MARGINS}, **{f"margin-{a}{b}-words": d.with_lines(lambda x, a=a, b=b: a + x.text + b if x.text else "") for a, b in MARGINS},
    **{f"times-{f}": d.timed(f) for f in TIMES},
    "margin-csv": d.quoting(lambda t: '"' + t.replace('"', '""') + '"'), "margin-json": d.quoting(json.dumps), "margin-json-comma": d.quoting(lambda t: json.dumps(t, ensure_ascii=False) + ","),
    "marked-utf-16-crlf": d.with_bytes(lambda t: ("> " + t.rstrip("\n").replace("\n", "\r\n> ") + "\r\n").encode("utf-16")), "numbered-words": d.numbered("%6d\t", blank=False),
    **{f"abstract-begins-with-{b}": d.with_abstract(f"{b}first of all we read\n{b}last of all we write\n", "begin") for b in ("• ", "  • ", "- ")},
    "empty": lambda page, rng: d.Damaged(b"", (), ()), "blank": lambda page, rng: d.Damaged(b"\n \n\t\n", (), ()),
    "header-only": lambda page, rng: d.Damaged(d.encoded(replace(page, listings=()).lines()), (), ()),
}  # fmt: skip


def _names_on_one_line(page: d.Page, rng: d.random.Random) -> d.Damaged:
    of = rng.randrange(len(page.listings))
    lines = [x for x in page.lines() if (x.of, x.role) != (of, "name")]
    at = next(i for i, x in enumerate(lines) if (x.of, x.role) == (of, "blank name"))
    line = Line("".join(BULLET + name for name in page.listings[of].names), "name", of)
    return d._made(
        page, [*lines[: at + 1], line, *lines[at + 1 :]], (), {of} if len(page.listings[of].names) > 1 else ()
    )
