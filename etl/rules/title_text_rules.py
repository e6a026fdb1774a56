"""TTL2: damage to the characters of a title."""

from __future__ import annotations

from functools import partial
from string import ascii_letters

import polars as pl

from etl.rules.examples import one
from etl.rules.text_expressions import HYPHENATED, LOST_LIGATURE, UNSEEN, around, where
from etl.rules.text_expressions import title_rule as _rule
from etl.transform.text import damage, markup

_RAW = pl.col("title_raw")
_LOST = (  # a digit, a letter of another alphabet: as a reader of printed pages, or a keyboard, takes them
    r"\x{FFFD}|\p{Ll}{2}\?\p{Ll}{2}|\(cid: ?\d+\)|\?\?\?"
    r"|[a-z]{2}[01][a-z]{2}|\b[A-Z][a-z][01][a-z]{3}|\p{Latin}\p{Cyrillic}|\p{Cyrillic}\p{Latin}"
    rf"|{LOST_LIGATURE}|[a-z][A-Z][A-Za-z]{{20}}|[A-Za-z]{{40}}|(?:\p{{L}}+_){{3}}"
)
_DOUBLED = "|".join(f"{letter}{letter}" for letter in ascii_letters)
_MISREAD = (  # beside the others these would make the search many times slower
    rf"(?:{_DOUBLED}){{4}}|[a-z]{{3}}[aeiou]1s?(?:[\s:,.?!]|$)|(?:^|[ (-])(?:1[aeiou]|0[bcnprtuv])[a-z]{{3}}"
    r"|^[^\s$\\]*[a-z]{2}_[A-Za-z]{2}[^\s$\\]*$"
)
_JOINED = r"\p{Ll}{3}[:;,?!]\p{Lu}\p{Ll}{2}|\p{Ll}{3}\.\p{Lu}\p{Ll}+ \p{L}"  # Pages:Read, pages.Read them
_PARTED = r"[\w)\]}$+”’\"] [:;,?!](?:\s|$)"  # pages : read
_FRENCH = r"(?i)(?:^|[\s'’(])(?:une?|des|les|du|pour|dans|avec|aux|et|est|sur|par|vers|chez)\s"  # which has that space
_NO_SMILEY = _RAW.str.replace_all(r"[:;]-?[()]|\b[a-zA-Z0-9]\)|[\[(][^\[\]()]{0,30}[\])]", "")

_mended = partial(
    _rule,
    why="`title_raw` has it still; `title` is mended.",
    remedy="Nothing, unless the mended title is wrong: then report it.",
)

RULES = (
    _rule(
        code="TTL201",
        slug="title-unbalanced-math",
        when=(_RAW.str.replace_all(r"\\\$|\$\$", "").str.count_matches("$", literal=True) % 2 == 1)
        & _RAW.str.contains(r"\$[A-Za-z\\{(]|[A-Za-z})]\$")
        & ~_RAW.str.contains(r"\$\d[\d,.]*(?:[KMBk]?\b|$)[^$]*$"),
        snippet=around("title_raw", r"\$", 1),
        message="The title has an odd number of dollar signs, the first at “{snippet}”.",
        what="The dollar signs that delimit mathematics in a title do not pair.",
        why="What is set as mathematics and what as text is turned round from there on.",
        flagged=one(title=r"Reading in $O(n^2) Steps"),
        passed=one(title=r"Reading in $O(n^2)$ Steps for $5"),
    ),
    _rule(
        code="TTL202",
        slug="title-unbalanced-brackets",
        when=_RAW.str.contains(r"[(\[{)\]}]")
        & (_NO_SMILEY.str.count_matches(r"[(\[{]") != _NO_SMILEY.str.count_matches(r"[)\]}]")),
        snippet=around("title_raw", r"[(\[{)\]}]", 1),
        message="The brackets of the title do not pair, the first at “{snippet}”.",
        what="A title opens a bracket and does not close it, or the other way round.",
        why="A part of the title was cut off, or a character was lost.",
        flagged=one(title="Learning to Read Pages (Extended"),
        passed=one(title="Learning to Read on [0,1) Pages (Extended)"),
    ),
    _rule(
        code="TTL203",
        slug="title-unbalanced-quotes",
        when=(_RAW.str.count_matches('"', literal=True) % 2 == 1) & ~_RAW.str.contains(r"\d\s?\"|\\\"")
        | (_RAW.str.count_matches("“", literal=True) != _RAW.str.count_matches("”", literal=True))
        & ~_RAW.str.contains(r"„|\"|’’|''|,,"),
        snippet=around("title_raw", '["“”]', 1),
        message="The quotation marks of the title do not pair, the first at “{snippet}”.",
        what="A title opens a quotation and does not close it, or the other way round.",
        why="A part of the title was cut off, or a character was lost.",
        flagged=one(title='Learning to "Read Pages'),
        passed=one(title='Learning to "Read" Pages of 8"'),
    ),
    _mended(
        code="TTL204",
        slug="title-has-html",
        when=pl.col("title_html") > 0,
        snippet=around("title_raw", f"{markup.ENTITY}|{markup.TAG}|{markup.ESCAPE}", 1),
        message="HTML or escapes at {title_html:place}: “{snippet}”; decoded in `title`.",
        evidence=("snippet", "title_html"),
        what="Tags or entities of HTML or of a publisher's XML, or quotes and characters that a program escaped "
        "(“don\\'t”, “““a”””, “\\u2013”), stand in a title.",
        why="`title_raw` has them still; `title` is mended.",
        flagged=one(title="Learning to Read &amp; Write <i>Pages</i>"),
        passed=one(title="Learning to Read & Write Pages < 5"),
    ),
    _mended(
        code="TTL205",
        slug="title-mojibake",
        when=pl.col("title_mojibake") > 0,
        snippet=around("title_raw", damage.MOJIBAKE, 1),
        message="Bytes that were decoded wrongly: “{snippet}”; mended in `title`.",
        evidence=("snippet", "title_mojibake"),
        what="UTF-8 was read as Latin-1 or Windows-1252 (“naÃ¯ve”) on its way to the site.",
        flagged=one(title="A NaÃ¯ve Way to Read Pages"),
        passed=one(title="A Naïve Way to Read Pages"),
    ),
    _rule(
        code="TTL206",
        slug="title-control-characters",
        when=pl.col("title_controls") > 0,
        snippet=pl.coalesce(around("title_raw", UNSEEN, 1), around("title_raw", markup.ENTITY, 1)),
        message="{title_controls:character} that cannot be seen: “{snippet}”; taken out of `title`.",
        evidence=("snippet", "title_controls"),
        what="Control, zero-width or private-use characters, or odd spaces, stand in a title.",
        why="Titles that look equal differ.",
        remedy="Nothing: `title` is mended.",
        flagged=one(title="Learning to\u200b Read Pages"),
    ),
    _rule(
        code="TTL207",
        slug="title-lost-characters",
        severity="warning",
        when=_RAW.str.contains(_LOST) | _RAW.str.contains(_MISREAD),
        snippet=pl.coalesce(around("title_raw", pattern, 1) for pattern in (_LOST, _MISREAD)),
        message="Characters were lost: “{snippet}”.",
        what="A replacement character, a question mark, a 0 or a 1 inside a word, a “(cid:12)” or a Cyrillic letter in "
        "a Latin word stands where a letter was, a word lost its ligature (“classi cation”) or the spaces round it, or "
        "all its letters are doubled.",
        why="No program can tell what stood there.",
        remedy="Look the title up at its venue.",
        flagged=one(title="Reading on the Poincar\ufffd Disk"),
        passed=one(title="Is It Read? Or Not?"),
    ),
    _mended(
        code="TTL208",
        slug="title-respaced",
        when=pl.col("title_spaces_removed") > 0,
        snippet=pl.col("title_respaced_sample"),
        message="Spaces after inner punctuation that were removed: {title_spaces_removed}, first at “{snippet}”.",
        evidence=("snippet", "title_spaces_removed"),
        what="The site put a space after an inner punctuation mark of a title (“v1. 3”); that space was removed.",
        flagged=one(title="Reading 1. 5 Pages, e. g. , of Version 2. 0"),
    ),
    _rule(
        code="TTL209",
        slug="title-latex-residue",
        when=pl.col("title_latex_residue").is_not_null(),
        message="LaTeX that could not be decoded is left in the title: “{title_latex_residue}”.",
        what="`title` still has LaTeX markup.",
        why="Readers see markup in place of words.",
        remedy="Set the title with LaTeX, or look it up at its venue.",
        flagged=one(title=r"Reading with \mycommand{Pages} at Hand"),
        passed=one(title=r"Reading with $\alpha$-Pages"),
    ),
    _mended(
        code="TTL210",
        slug="title-hyphenated",
        when=pl.col("title_hyphenation") > 0,
        snippet=around("title_raw", HYPHENATED, 1),
        message="A word parted by a line break of the printed page: “{snippet}”; whole in `title`.",
        evidence=("snippet", "title_hyphenation"),
        what="A word of a title is parted by a hyphen and a space, as at the end of a printed line.",
        why="`title_raw` has it still; the same title elsewhere looks different.",
        flagged=one(title="Learning to Pro- vide Pages"),
        passed=one(title="Pre- and Post-Processing of Pages"),
    ),
    _rule(
        code="TTL211",
        slug="title-missing-space",
        when=_RAW.str.contains(_JOINED),
        snippet=around("title_raw", _JOINED, 1),
        message="No space behind a punctuation mark: “{snippet}”.",
        what="A word begins right behind a colon, a comma or a stop.",
        why="Two words are read as one; a line break was lost.",
        remedy="Compare titles without punctuation.",
        flagged=one(title="Reading Pages:Learning to Do It"),
        passed=one(title="Reading Pages: Learning With the node.js Runtime"),
    ),
    _rule(
        code="TTL212",
        slug="title-space-before-punctuation",
        when=_RAW.str.contains(_PARTED) & ~where("title_raw", _RAW.str.contains(_PARTED)).str.contains(_FRENCH),
        snippet=around("title_raw", _PARTED, 1),
        message="A space stands before a punctuation mark: “{snippet}”.",
        what="A colon, a comma or a question mark of a title has a space before it.",
        why="The same title elsewhere looks different.",
        remedy="Compare titles without punctuation.",
        flagged=one(title="Reading Pages : Learning to Do It"),
        passed=one(title="Lire des pages : une méthode pour le faire"),
    ),
)
