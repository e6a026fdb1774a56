"""ABS2: damage to the characters and words of an abstract."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.rules.examples import ABSTRACT, one
from etl.rules.text_expressions import (
    HYPHENATED,
    LOST_LIGATURE,
    LOST_LIGATURES,
    UNSEEN,
    around,
    gated,
    has,
    text_rule,
    where,
)
from etl.transform.text import damage, markup

_RAW = pl.col("abstract_raw")
# Words in small letters, or in a script that has none.
_NO_CAPITALS = r"\p{Ll}{2}|\p{Lo}{2}"
_CAPITALS = where("abstract_raw", ~_RAW.str.head(200).str.contains(_NO_CAPITALS))
_UNSEEN_ENTITY = (
    r"&(?:nbsp|[a-z]*sp|zwn?j|lrm|rlm|shy|#(?:\d\d?|1[2-6]\d|82\d\d)|#[xX]0*(?:[0-9A-Fa-f]{2}|20[0-9A-Fa-f]{2}));"
)
_COMMON = (
    "the", "of", "and", "or", "to", "on", "for", "with", "by", "from", "as", "at", "are", "was",
    "be", "this", "these", "those", "its", "it", "we", "our", "which", "can", "not", "have", "has",
    "an", "than", "their", "such", "using", "between", "into", "more", "based", "where", "while",
    "also", "when", "if", "problem", "data", "learning",
)  # fmt: skip
_TWICE = [f" {word} {word} " for word in _COMMON] + [f". {word.capitalize()} {word} " for word in _COMMON]
_REPEATED = r"(?i)\b(?:" + "|".join(f"{word} {word}" for word in _COMMON) + r")\b"
_JOINED = (
    r"[a-z]{3}[.!?](?:The|This|These|We|In|Our|It|For|To|However|As|An?|By|On|With|While|Based"
    r"|Finally|Moreover|Furthermore|Specifically|Experiments?|Results|Unlike|When|Here|Then|Using"
    r"|Such|Its|Extensive|Existing|Recent(?:ly)?|Since|From|At|And|But) "
)
_LOST = (  # (cid:173) is a soft hyphen
    r"\x{FFFD}|[a-z]{2}\?[a-z]{2,}[ .,;]|[ (]\?(?: [a-z]|[A-Za-z])|[A-Za-z][\x{400}-\x{4FF}]|[\x{400}-\x{4FF}][A-Za-z]"
    r"|\(cid: ?(?:\d\d?|1[0-68-9]\d|17[0-24-9]|[2-9]\d\d|\d{4,})\)"
)
_DOUBLED = r"\\\\[A-Za-z]{2,}\{|\$[^$]*\\\\[A-Za-z{}#%&][^$]*\$"  # \\textbf{a}, $O(\\log n)$
_TWO_BACKSLASHES = has("abstract_raw", r"\\") & ~has("abstract_raw", r"\begin{")
_SPACED = r"(?: [A-Za-z]){6} "  #  a b s t r a c
_MONEY = (  # a Unicode \\b would make the search many times slower
    r"\$ ?[0-9]+(?:[., ]{1,2}[0-9]+)* ?(?:[A-Za-z]{2}|[KMBk][^a-z]|[);,.-]|$)"
    r"|(?:^|[ <>(~])[0-9]+ ?\$ [a-z]{3}|(?:US|USD|CA|AU) ?\$"
)

_WITHOUT_LIGATURES = where("abstract_raw", ~_RAW.str.contains("f[fil]"))  # most texts have one in their first line
_WITH_DOLLARS = where("abstract_raw", has("abstract_raw", "$"))
_ODD = _WITH_DOLLARS.str.replace_all(r"\\\$|\$\$", "").str.count_matches("$", literal=True) % 2 == 1

_rule = partial(text_rule, field="abstract")
_mended = partial(
    _rule,
    why="`abstract_raw` has it still; `abstract` is mended.",
    remedy="Nothing, unless the mended text is wrong: then report it.",
)

RULES = (
    _mended(
        code="ABS103",
        slug="abstract-respaced",
        when=pl.col("abstract_respaced"),
        snippet=pl.col("abstract_respaced_sample")
        .str.replace(r"^\S{0,15}\s+(.*. .*)", "${1}")
        .str.replace(r"(.*. .*)\s+\S{0,15}$", "${1}"),
        message="Spaces after inner punctuation that were removed: {abstract_spaces_removed}, first at “{snippet}”.",
        evidence=("snippet", "abstract_spaces_removed"),
        what="The site put a space after every inner punctuation mark (“e. g. ,”, “0. 9”); these spaces were removed.",
        why="`abstract_raw` has them still; `abstract` is mended.",
        flagged=one(
            abstract="We reach 0. 9 accuracy (e. g. , on CIFAR-10), and 13. 4%-20. 5% elsewhere. "
            "We show that 60, 000 images suffice."
        ),
    ),
    _rule(
        code="ABS104",
        slug="latex-residue",
        field="abstract_plain",
        when=pl.col("abstract_latex_residue").is_not_null(),
        message="LaTeX that could not be decoded is left in the plain abstract: “{abstract_latex_residue}”.",
        what="`abstract_plain` still has LaTeX markup.",
        why="Readers and language models see markup in place of words.",
        remedy="Use `abstract` where LaTeX can be shown.",
        flagged=one(abstract=r"We prove a bound of \mycommand{n} \begin{foo} steps. " + ABSTRACT),
    ),
    _rule(
        code="ABS201",
        slug="abstract-unbalanced-math",
        when=_ODD & ~where("abstract_raw", _ODD).str.contains(_MONEY),
        snippet=around("abstract_raw", r"\$"),
        message="The abstract has an odd number of dollar signs, the first at “{snippet}”.",
        what="An abstract has an odd number of dollar signs that delimit mathematics.",
        why="What is set as mathematics and what as text is turned round from there on.",
        remedy="Compare with the publisher's abstract.",
        flagged=one(abstract=ABSTRACT + r" It takes $n^2 steps, and $\log n$ space."),
        passed=one(abstract=ABSTRACT + r" It takes $n^2$ steps, and costs $5."),
    ),
    _rule(
        code="ABS202",
        slug="abstract-repeated-word",
        when=_RAW.str.contains_any(_TWICE),
        snippet=around("abstract_raw", _REPEATED),
        message="A word stands twice in a row: “{snippet}”.",
        what="A common word that is never doubled on purpose stands twice in a row.",
        why="A slip of the authors or of the site; seldom more.",
        remedy="Nothing, or mend it downstream.",
        flagged=one(abstract=ABSTRACT + " This is the the end of it."),
        passed=one(abstract=ABSTRACT + " All that that had had is told."),
    ),
    _rule(
        code="ABS203",
        slug="abstract-missing-space",
        when=_RAW.str.contains(_JOINED),
        snippet=around("abstract_raw", _JOINED),
        message="No space between two sentences: “{snippet}”.",
        what="A sentence begins right behind the full stop of the one before.",
        why="Two words are read as one; a line break was lost.",
        remedy="Mend it downstream.",
        flagged=one(abstract=ABSTRACT + " We solve it quickly.This is new to all."),
        passed=one(abstract=ABSTRACT + " It runs on example.Com and in foo.Bar too."),
    ),
    _mended(
        code="ABS204",
        slug="abstract-mojibake",
        when=pl.col("abstract_mojibake") > 0,
        snippet=around("abstract_raw", damage.MOJIBAKE),
        message="Bytes that were decoded wrongly, at {abstract_mojibake:place}: “{snippet}”; mended in `abstract`.",
        evidence=("snippet", "abstract_mojibake"),
        what="UTF-8 was read as Latin-1 or Windows-1252 (“naÃ¯ve”) on its way to the site.",
        flagged=one(abstract=ABSTRACT + " A naÃ¯ve method does not."),
        passed=one(abstract=ABSTRACT + " A naïve method does not."),
    ),
    _mended(
        code="ABS205",
        slug="abstract-has-html",
        when=pl.col("abstract_html") > 0,
        snippet=around("abstract_raw", f"{markup.ENTITY}|{markup.TAG}|{markup.ESCAPE}"),
        message="HTML or escapes at {abstract_html:place}: “{snippet}”; decoded in `abstract`.",
        evidence=("snippet", "abstract_html"),
        what="Tags or entities of HTML or of a publisher's XML, or quotes and characters that a program escaped "
        "(“don\\'t”, “““a”””, “\\u2013”), stand in an abstract.",
        why="`abstract_raw` has them still; `abstract` is mended.",
        flagged=one(abstract=ABSTRACT + " It takes O(n<sup>2</sup>) steps &amp; more."),
        passed=one(abstract=ABSTRACT + " It holds for a < b and c > d & more."),
    ),
    _rule(
        code="ABS206",
        slug="abstract-control-characters",
        when=pl.col("abstract_controls") > 0,
        snippet=pl.coalesce(around("abstract_raw", pattern) for pattern in (UNSEEN, _UNSEEN_ENTITY, markup.ENTITY)),
        message="{abstract_controls:character} that cannot be seen: “{snippet}”; taken out of `abstract`.",
        evidence=("snippet", "abstract_controls"),
        what="Control, zero-width or private-use characters, or odd spaces, stand in an abstract.",
        why="`abstract_raw` has them still; words that look equal differ.",
        remedy="Nothing, unless a symbol of a formula stood there (“O(1/) steps”): then fetch the abstract again.",
        flagged=one(abstract=ABSTRACT + " It is zero\u200bwidth."),
    ),
    _rule(
        code="ABS207",
        slug="abstract-lost-characters",
        severity="warning",
        when=gated("abstract_raw", _LOST, "\ufffd", "?", "(cid:", *"аеорсх").fill_null(value=False)  # Cyrillic letters
        | _RAW.str.contains(LOST_LIGATURE)
        | _WITHOUT_LIGATURES.str.contains(LOST_LIGATURES),
        snippet=pl.coalesce(around("abstract_raw", pattern) for pattern in (_LOST, LOST_LIGATURE, LOST_LIGATURES)),
        message="Characters were lost: “{snippet}”.",
        what="A replacement character, a question mark inside or before a word, a “(cid:12)” or a Cyrillic letter in "
        "a Latin word stands where a letter was, or a word lost its ligature (“classi cation”).",
        why="No program can tell what stood there.",
        remedy="Fetch the abstract again, from another source.",
        flagged=one(abstract=ABSTRACT + " The Poincar\ufffd disk is used."),
        passed=one(abstract=ABSTRACT + " Is it so? it is."),
    ),
    _rule(
        code="ABS208",
        slug="abstract-hyphenated",
        field="abstract_plain",
        when=pl.col("abstract_hyphenation") > 0,
        snippet=around("abstract_raw", HYPHENATED),
        message="{abstract_hyphenation:word} parted by a line break of the printed page: “{snippet}”; whole in "
        "`abstract_plain`.",
        evidence=("snippet", "abstract_hyphenation"),
        what="A word is parted by a hyphen and a space, as at the end of a printed line.",
        why="`abstract` has it still; search does not find the word.",
        remedy="Use `abstract_plain`.",
        flagged=one(abstract=ABSTRACT + " The method pro- vides what is asked."),
        passed=one(abstract=ABSTRACT + " It does pre- and post-processing."),
    ),
    _rule(
        code="ABS209",
        slug="abstract-ligatures",
        field="abstract_plain",
        when=pl.col("abstract_ligatures") > 0,
        snippet=around("abstract_raw", damage.LIGATURE),
        message="{abstract_ligatures:ligature} of a type-setter: “{snippet}”; letters in `abstract_plain`.",
        evidence=("snippet", "abstract_ligatures"),
        what="Letters are joined to one character (“ﬁ”), as on the printed page.",
        why="`abstract` has it still; search does not find the word.",
        remedy="Use `abstract_plain`.",
        flagged=one(abstract=ABSTRACT + " It is eﬃcient and ﬁne."),
    ),
    _rule(
        code="ABS210",
        slug="abstract-all-caps",
        when=_CAPITALS.str.head(200).str.count_matches(r"\p{Lu}{2}") >= 8,
        snippet=pl.col("abstract_raw").str.extract(r"^\s*(\S.{0,60})\s", 1),
        message="The abstract is in capitals: “{snippet}”.",
        what="The text of an abstract has no small letters.",
        why="Names and acronyms cannot be told from words.",
        remedy="Fetch the abstract from the publisher.",
        flagged=one(abstract=(ABSTRACT + " " + ABSTRACT).upper()),
    ),
    _rule(
        code="ABS211",
        slug="abstract-spaced-letters",
        when=_RAW.str.contains(_SPACED),
        snippet=around("abstract_raw", _SPACED),
        message="Letters with spaces between them: “{snippet}”.",
        what="Six letters or more in a row have a space between each two.",
        why="A spaced-out heading or a broken font: the words cannot be found.",
        remedy="Fetch the abstract again, from another source.",
        flagged=one(abstract=ABSTRACT + " It is n o t e w o r t h y for all."),
    ),
    _rule(
        code="ABS212",
        slug="abstract-doubled-backslashes",
        when=where("abstract_raw", has("abstract_raw", r"\\") & ~has("abstract_raw", r"\begin{")).str.contains(
            _DOUBLED
        ),
        snippet=around("abstract_raw", r"\\\\[A-Za-z{}#%&]"),
        message="LaTeX whose backslashes stand twice: “{snippet}”; read as it was in `abstract_plain`.",
        what="The macros of an abstract have two backslashes, as a program writes them in a string.",
        why="`abstract` has them still, and LaTeX reads two as the end of a line.",
        remedy="Use `abstract_plain`, or fetch the abstract again.",
        flagged=one(abstract=ABSTRACT + r" It takes $O(\\log n)$ steps."),
        passed=one(abstract=ABSTRACT + r" It ends here.\\ It takes $\begin{array}n\\{k}\end{array}$ steps."),
    ),
)
