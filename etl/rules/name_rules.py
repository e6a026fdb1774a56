"""NAM: what is odd about a name."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.patterns import quick_regex
from etl.rules.base import Rule
from etl.rules.examples import Listing, listings, names

_JOE, _JOSEPH = (
    Listing(title=f"Paper {i}", authors=(first, "Mantas Mazeika", "Dawn Song", "Andy Zou"))
    for i, first in enumerate(("Joe Kwon", "Joseph Kwon"))
)

_NAME = pl.col("name")
_WRITTEN = pl.col("name_raw")
_LOST = _WRITTEN.str.contains(r"\x{FFFD}|\p{L}\?|\?\p{Ll}|[ÃÂ][\x{80}-\x{BF}]|Ã[\x{A0}-\x{FF}]|Ã.?$|â€")
_MARKUP = _WRITTEN.str.contains(
    quick_regex(r"\\[\\'`^\"~=.a-zA-Z]|[{}$]|</?[a-zA-Z]|&#?\w{2,6};|\^\d|\]\(|\[\[|^\[\d+\]")
)
_OF_TITLES = r" (?:of|the|for|with|via|by|on|to|is|as|using)(?: |$)"  # Learning to Read
_IN_CAPITALS = (  # with a vowel, as no initials are (SVN); what counts generations is in neither part
    r"(?:^|[ -])(?:\p{Lu}{2,}[AEIOUY]\p{Lu}*|\p{Lu}[AEIOUY]\p{Lu}+|[AEIOUY]\p{Lu}{2,})(?:$|[ -])"
)
# The second is where one line ended, or a space is lost: `Ada LovelaceAlan Turing`.
_SEVERAL = (
    (
        _NAME.str.contains(quick_regex(r"\p{L} (?i:and|&|und) \p{L}|;\s*\p{L}|\p{L}{2}, \p{L}\S+ \p{L}.*, \p{L}"))
        | pl.col("name_raw").str.contains(
            r"\S \S+(?: {2,}|\s*[\x0b-\r\x1c-\x1e\x85\x{2028}\x{2029}、|]\s*)\p{L}\S* \S"
            r"| \p{Lu}\p{Ll}{3,}\p{Lu}\p{Ll}\S* "
        )
    )
    & ~_MARKUP
    & ~pl.col("placeholder")
    & ~pl.col("has_title_or_affiliation")
)

_rule = partial(
    Rule,
    subject="author",
    table="authors",
    field="name",
    evidence=("name_raw",),
    passed=names("Ada Lovelace", "Alan Turing"),
)

RULES = (
    _rule(
        code="NAM101",
        slug="homonym-mixed",
        severity="warning",
        subject="homonym",
        field="homonym_id",
        message="{name} stands without a homonym id and with {homonym_ids}.",
        evidence=("name", "ids"),
        what="A name stands both with and without a homonym id.",
        why="The bare name may be one of the numbered people or yet another: counts by author are not safe.",
        remedy="Look at the papers of the bare name and decide whose they are.",
        flagged=listings(
            Listing(title="A", authors=("Ada Lovelace", "Dan Klein")),
            Listing(title="B", authors=("Ada Lovelace", "Dan Klein 0001")),
        ),
        passed=listings(
            Listing(title="A", authors=("Ada Lovelace", "Dan Klein 0002")),
            Listing(title="B", authors=("Ada Lovelace", "Dan Klein 0001")),
        ),
    ),
    _rule(
        code="NAM102",
        slug="name-variants",
        subject="variant",
        message="{name_a} and {name_b} seem to be one person ({kind}).",
        evidence=("name_a", "name_b", "author_id_b", "kind", "shared_coauthors", "shared_venues", "score"),
        what="Two spellings of a name have co-authors in common and seem to be one person.",
        why="The papers of one person are counted as those of two.",
        remedy="If they are one person, join the two author ids downstream.",
        flagged=listings(_JOE, _JOSEPH, owner="Dawn Song"),
        passed=listings(_JOE, owner="Dawn Song"),
    ),
    _rule(
        code="NAM103",
        slug="name-case-variants",
        subject="case_variant",
        message="One name is written in several ways: {names}.",
        evidence=("spellings",),
        what="A name is written in several ways that differ in capitals alone.",
        why="The site groups them as one name; each is an author of its own here.",
        remedy="Group authors by `author_key`.",
        flagged=names("Ada Lovelace", "ADA LOVELACE"),
    ),
    _rule(
        code="NAM104",
        slug="name-has-digits",
        severity="warning",
        when=pl.col("has_digits"),
        message="“{name}” has digits.",
        what="A name has digits that are no homonym id.",
        why="A footnote mark, an identifier or a number was taken for a part of the name.",
        remedy="Cut them off downstream.",
        flagged=names("Ada Lovelace", "Alan Turing2"),
        passed=names("Ada Lovelace", "Alan Turing 0002"),
    ),
    _rule(
        code="NAM105",
        slug="name-stray-punctuation",
        when=pl.col("stray_punctuation")
        & ~pl.col("has_title_or_affiliation")
        & ~pl.col("swapped_parts")
        & ~_LOST
        & ~_MARKUP
        & ~_SEVERAL,
        message="“{name}” has a sign that no name has, or has there.",
        what="A name has a stray character: a bracket that does not close, an asterisk, a comma at its end, "
        "a full stop behind a whole word.",
        why="The same person elsewhere, without it, looks like another.",
        remedy="Cut it off downstream.",
        flagged=names("Ada Lovelace", "Alan Turing*"),
        passed=names("Ada Lovelace", "Alan O'Turing-Smith Jr."),
    ),
    _rule(
        code="NAM106",
        slug="name-has-affiliation",
        when=pl.col("has_title_or_affiliation"),
        message="“{name}” has a title, a degree, an affiliation, an address or a note.",
        what="A title, a degree, an institution, an e-mail address, an ORCID or a note stands in a name.",
        why="The same person elsewhere, without it, looks like another; an institution is no author.",
        remedy="Cut it off downstream; `given` and `family` are without what stands beside them.",
        flagged=names("Ada Lovelace", "Dr. Alan Turing"),
    ),
    _rule(
        code="NAM107",
        slug="name-single-letter",
        when=pl.col("single_letter_part") & pl.col("style_of").is_null(),
        message="The given or the family name of “{name}” is a single letter.",
        what="A family name is one letter, or a given name is one letter without a dot, where others are written out.",
        why="The name was shortened or cut; it fits many people.",
        remedy="Look the name up at the publisher.",
        flagged=names("Ada Lovelace", "Alan T"),
        passed=names("Ada Lovelace", "A. Turing"),
    ),
    _rule(
        code="NAM108",
        slug="name-all-caps",
        when=pl.col("all_caps"),
        message="“{name}” is in capitals.",
        what="A name is written in capitals.",
        why="Family and given names are harder to tell; the same person elsewhere is spelled otherwise.",
        remedy="Compare names without regard to case (`author_key`).",
        flagged=names("Ada Lovelace", "ALAN TURING"),
        passed=names("Ada Lovelace", "AJ Turing"),
    ),
    _rule(
        code="NAM109",
        slug="name-lower-case",
        when=pl.col("lower_case") & ~pl.col("one_word") & ~pl.col("placeholder"),
        message="“{name}” begins a part with a small letter.",
        what="A given or a family name, beside its particles, begins with a small letter.",
        why="A part of the name may be missing; the same person elsewhere is spelled otherwise.",
        remedy="Compare names without regard to case (`author_key`).",
        flagged=names("Ada Lovelace", "alan turing"),
        passed=names("Ada Lovelace", "Ludwig van der Berg"),
    ),
    _rule(
        code="NAM110",
        slug="name-mixed-scripts",
        severity="warning",
        when=pl.col("mixed_scripts"),
        message="“{name}” mixes letters of two alphabets.",
        what="A name has letters of two alphabets that look alike, such as a Cyrillic letter in a Latin name.",
        why="The name looks like another and is not found under it.",
        remedy="Spell it in one alphabet downstream.",
        flagged=names("Ada Lovelace", "Аlan Turing"),
        passed=names("Ada Lovelace", "Алан Тьюринг"),
    ),
    _rule(
        code="NAM111",
        slug="name-not-nfc",
        when=pl.col("not_nfc"),
        message="“{name}” is not written in Unicode's composed form.",
        what="A name has its accents as separate characters (it is not in Unicode's normal form NFC).",
        why="`name_raw` differs from names that look the same; `name` is composed.",
        remedy="Use `name`.",
        flagged=names("Ada Lovelace", "Rene\u0301 Descartes"),
        passed=names("Ada Lovelace", "René Descartes"),
    ),
    _rule(
        code="NAM112",
        slug="name-swapped",
        when=pl.col("swapped_parts") & ~pl.col("has_title_or_affiliation") & ~_SEVERAL,
        message="“{name}” has the family name first.",
        what="A name is written as “Family, Given”.",
        why="The same person elsewhere, given name first, looks like another; `given` and `family` are right.",
        remedy="Compare by `given` and `family`.",
        flagged=names("Ada Lovelace", "Turing, Alan"),
    ),
    _rule(
        code="NAM113",
        slug="name-one-word",
        when=pl.col("one_word") & ~pl.col("placeholder"),
        message="“{name}” is a single word.",
        what="A name is one word.",
        why="A part of it may be missing; it fits many people.",
        remedy="Look the name up at the publisher; some people have one name.",
        flagged=names("Ada Lovelace", "Turing"),
    ),
    _rule(
        code="NAM114",
        slug="name-very-long",
        severity="warning",
        when=(pl.col("name").str.len_chars() > 60)
        | (pl.col("name").str.count_matches(" ", literal=True) > 7)
        | (pl.col("name").str.contains(_OF_TITLES) & ~pl.col("placeholder") & ~pl.col("has_title_or_affiliation")),
        message="“{name}” ({name_length} characters) is no single name.",
        what="A name has more than 60 characters, eight words, or words of titles (“for”, “with”).",
        why="Several names, or a sentence, were taken for one name.",
        remedy="Look at the paper.",
        flagged=names("Ada Lovelace", "Alan Mathison Turing and Alonzo Church and Haskell Brooks Curry of Princeton"),
        passed=names("Ada Lovelace", "Alan Mathison Turing"),
    ),
    _rule(
        code="NAM115",
        slug="name-lost-characters",
        severity="warning",
        when=_LOST,
        message="Characters of “{name_raw}” were lost or decoded wrongly.",
        what="A name has a replacement character, a question mark inside a word, or UTF-8 that was read as Latin-1.",
        why="The person is not found under the name.",
        remedy="Use `name` if its letters are whole; else look the name up at the publisher.",
        flagged=names("Ada Lovelace", "Ren\ufffd Descartes"),
        passed=names("Ada Lovelace", "René Descartes"),
    ),
    _rule(
        code="NAM116",
        slug="name-has-markup",
        severity="warning",
        when=_MARKUP,
        message="“{name_raw}” has markup: HTML, LaTeX or a link.",
        what="Markup stands in a name.",
        why="The person is not found under the name as it is written.",
        remedy="Use `name`, in which HTML and the LaTeX of letters are decoded; decode the rest downstream.",
        flagged=names("Ada Lovelace", 'Kurt G{\\"o}del'),
        passed=names("Ada Lovelace", "Kurt Gödel"),
    ),
    _rule(
        code="NAM117",
        slug="names-joined",
        severity="warning",
        when=_SEVERAL,
        message="“{name}” seems to be several people.",
        what="One bullet has several names, joined by “and”, “&”, a semicolon, the end of a line, or nothing at all.",
        why="Several people are counted as one person who does not exist.",
        remedy="Part them downstream.",
        flagged=names("Ada Lovelace", "Alan Turing and Alonzo Church", "Kurt GoedelEmmy Noether"),
    ),
    _rule(
        code="NAM118",
        slug="name-part-in-capitals",
        when=(pl.col("given").str.contains(_IN_CAPITALS) | pl.col("family").str.contains(_IN_CAPITALS)).fill_null(
            value=False
        )
        & _NAME.str.contains(r"\p{Ll}")
        & ~pl.col("placeholder")
        & ~pl.col("has_title_or_affiliation"),
        message="A part of “{name}” is in capitals.",
        what="The family name, or another word of a name, is written in capitals.",
        why="The same person elsewhere is spelled otherwise; or an institution's acronym stands in the name.",
        remedy="Compare names without regard to case (`author_key`).",
        flagged=names("Ada Lovelace", "Alan TURING"),
        passed=names("Ada Lovelace", "SVN Turing III"),
    ),
    _rule(
        code="NAM119",
        slug="names-shortened",
        subject="short_name_style",
        message="{style_of} shortens names to single letters as its style.",
        evidence=("names", "name"),
        what="Single letters without dots stand for given names, or behind family names, on most of a page or in a "
        "twentieth of the input; told once, and not of each name.",
        why="Such names fit many people: counts by author are not safe, and other sources write them out.",
        remedy="Look the names up in a reference that has them in full.",
        flagged=names("A Lovelace", "A Turing", "G Hopper", "E Noether", "K Goedel"),
        passed=names("Ada Lovelace", "A Turing", "G Hopper", "E Noether", "Kurt Goedel"),
    ),
)
