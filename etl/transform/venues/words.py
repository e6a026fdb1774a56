"""A written venue to its words: the normal form in which headings and the registry's names are compared.

Both sides go through the same expressions, so that a name and a heading agree when they differ only in case,
spacing, accents, punctuation, `&` for "and", plural endings, years, ordinals, volumes and pages.
"""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from etl.patterns import quick_regex
from etl.transform.venues.kinds import MEETINGS

LONGEST = 400  # characters; a longer heading is no venue, and is not looked at

_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|nine?th"
_TENS = "tenth|eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine?)teenth"
_DECADES = "twent|thirt|fort|fourt|fift|sixt|sevent|eight|ninet"
_CARDINALS = "one|two|three|four|five|six|seven|eight|nine"  # thirty-eight, as OpenReview has it
_SPELLED = rf"{_UNITS}|{_TENS}|(?:{_DECADES})(?:ieth|y(?:[\s-]*(?:{_UNITS}|{_CARDINALS}))?)"  # twenty-first, thirtieth
_ORDINAL = rf"\b(?:\d{{1,3}}[\s-]?(?:st|nd|rd|th)|{_SPELLED})\b"  # 37th, 2-nd
_COUNTED = (  # vol. 12, pp. 3-14, part II
    r"\b(?:vol(?:ume)?s?|nos?|nr|number|issue|pp?|pages?|part|art(?:icle)?|track|session|paper|round|edition|ed)"
    r"\b\.?[\s-]*#?\s*(?:\d+(?:\s*-+\s*\d+)?|[ivxl]+)\b"
)
_TRACK = (  # Datasets and Benchmarks Track, long papers, Oral
    r"\b(?:(?:main|research|technical|industry|applications?|applied data science|special|regular|position papers?|"
    r"survey|creative ai|datasets? and benchmarks?|evaluations? and datasets?|resource|"
    r"senior member|conference)(?: papers?)? track"
    r"|track on (?:datasets? and benchmarks?|evaluations? and datasets?)"
    r"|(?:long|short|full|regular|research|technical|industry|shared task)(?: and (?:long|short|full))? papers"
    r"|main (?:volume|conference|track)|(?:oral|spotlight)poster"
    r"|(?:long |short )?orals?(?: presentations?)?|spotlights?(?: presentations?)?|poster(?: presentations?)?"
    r")(?:\b|$)"
)
_STATUS = r"to appear|in press|forthcoming"
_BEFORE = (  # Accepted as a conference paper at
    rf"^\W*(?:(?:accepted|published|{_STATUS})\b,?(?: as an? (?:conference|journal) paper)?(?: (?:at|by|for|in|to)\b)?)"
)
_BEHIND = (  # , to appear; (long papers)
    rf"[\s,(](?:{_STATUS}|(?:(?:long|short) )?main(?: ?track)?|(?:(?:long|short|full) )?papers?"
    r"|highlight|accept(?:ed)?)\W*$"
)
_MEETING = rf"(?:{'|'.join(sorted(MEETINGS))}|forum|conf\.|symp\.)"  # ends what was turned round
_BEGINS = r"(?:(?:19|20)\d\d )?(?:[\w/-]+ ){0,6}?"  # 2007 IEEE/RSJ 11th international
# "Computer Vision, 2007. ICCV 2007. IEEE 11th International Conference on", as IEEE lists its proceedings.
_TURNED = quick_regex(rf"^(.+?)(?:,? \(|, (?:19|20)\d\d\b)(.*?[.,)]) ?({_BEGINS}{_MEETING})(?: of)? on\W*$")
_TURNED_SHORT = quick_regex(rf"^(.+? {_MEETING}), (?:19|20)\d\d\b(.*?[.,]) ?((?:[\w/-]+ ){{0,3}}international)\W*$")
_REPLACED = (
    (r"\{?\\&\}?amp\$\\mathsemicolon\$|&amp;|\\&|[&＆]", " and "),  # the first as Crossref writes it
    (r"\\textquotesingle\b ?", "'"),
    # as Semantic Scholar has the subject: "arXiv: Computer Vision and Pattern Recognition"
    (r"^(arxiv|biorxiv|medrxiv): ?[a-z&,. -]+$|^(arxiv):\d\S*$|^(arxiv|corr), [a-z-]+\.[a-z]{2}$", "$1$2$3"),
    (r"https?://\S+|\bdoi:\S+|\barxiv:\d\S*|(?:\bvol(?:ume)?\.? )?\babs/\S+|\[[a-z-]{2,12}\.[a-z]{2}\]", " | "),
    (r"[‘’ʼ`´]", "'"),
    (r"[‐‑‒–—―−]", " - "),
    (r"\\['\"^~=.a-z]?|[{}$®™]", ""),
    (r"~", " "),
    (_TURNED, "$3 on $1 | $2"),
    (_TURNED_SHORT, "$3 $1 | $2"),
    # "INFOCOM 2019-IEEE Conference on ...", "ICC 2020 - 2020 IEEE International ..."
    (r"\b((?:19|20)\d\d) ?- ?((?:(?:19|20)\d\d )?[a-z]{2})", "$1 | $2"),
    (r"\b(ieee|acm) t ([a-z])", "$1 trans. $2"),  # as the Web of Science has it
    (r"\bu\. ?s\. ?a\b\.?", "usa"),
    (r"\bu\. ?k\b\.?", "uk"),
    (r"\bint'l\b", "international"),
    (r"\bnat'l\b", "national"),
    (r"\b([nd])\. ?([yc])\b\.?", "$1$2"),
    (r"\s*[:(]\s*(?:(?:the|an)\s)?official (?:journal|publication)\b.*$", ""),
    (r"\b([a-z]{2})\d\d:", "$1:"),
    (_BEFORE, " "),
    (r"\bnotable[ -]top[ -]\d+%?|\bround\d+\b|\bv\.\s?\d+\b", " "),
    (r"\band p (?:(?:19|20)\d\d\b|'\d\d)", "and p"),  # S&P 2018, which is no page
    (_COUNTED, " "),  # before the years: pp. 1929-1958
    # a year, also where it is stuck to an acronym: ICML'20, ICML-20, ICML2020
    (r"(?:\b|_)(?:19|20)\d\d\b(?:\s*[/-]\s*(?:19|20)?\d\d\b)?|'\d\d\b", " "),
    (r"([a-z])(?:19|20)\d\d\b", "$1 "),
    (r"([a-z]{2})-\d\d\b", "$1 "),
    (r"\b([a-z]{3,})\d\d\b", "$1 "),
    (_ORDINAL, " "),
    (_TRACK, " "),
    (_BEHIND, " "),
    (r"\b(?:long|short) findings\b", "findings"),
    (r"@|\b(?:in conjunction|co-?located|joint(?:ly)?) with\b|\b(?:at|during)\b(?:\s+the\b)?", " | "),
    (r"(^|[,;:(|/]|\b(?:in|the)\b)\s*proc\b\.?", "$1 "),
    (r"\bproceedings?\b|\bconference record\b", " "),
    (r"\bannu?\.? ((?:(?:acm|ieee|siam|intl?\.?|international)\W+)*(?:conf|meet|symp))", "$1"),
    (r"'", ""),
)
_TITLE = rf"\bproc(?:eedings?|\b)|\badvances in\b|{_ORDINAL}"  # Proc. of, Advances in, 37th


def cleaned(raw: pl.Expr) -> pl.Expr:
    """The written venue in NFC, with its spacing mended: no-break, zero-width and doubled spaces, and ends."""
    bare = raw.str.normalize("NFC").str.replace_all(r"[\u200b-\u200f\u2060\ufeff\u00ad\p{Cc}&&[^\t\n\r]]", "")
    return bare.str.replace_all(r"[\s\p{Zs}]+", " ").str.strip_chars()


def folded(clean: pl.Expr) -> pl.Expr:
    """Lower case, without accents, years, ordinals, volumes, pages, tracks; `|` where a part surely ends."""
    text = clean.str.normalize("NFKD").str.replace_all(r"\p{Mn}+", "").str.to_lowercase()
    for pattern, value in _REPLACED:
        text = text.str.replace_all(pattern, value)
    return text


def segments(fold: pl.Expr, stop: Iterable[str]) -> pl.Expr:
    """The words of each part of a folded venue: parts by `|`, words by a space, no part empty.

    A word keeps the full stop that may mark it as an abbreviation, and loses the `s` of a plural; the words STOP,
    numbers and Roman numerals at the end of a part are left out.
    """
    left_out = "|".join([*sorted(stop), r"\d+"])
    marked = fold.str.replace_all(r"\.", ". ").str.replace_all(r"[,;:()\[\]/]|\s-+\s", " | ")
    words = marked.str.replace_all(r"[^\p{L}\p{N}.|]+", " ").str.replace_all(rf"\b(?:{left_out})\b\.?", " ")
    plain = words.str.replace_all(r"(^|[\s|])\.+", "$1").str.replace_all(r"(\S\S\s+)[ivx]{2,}\b\s*(\||$)", "$1$2")
    single = plain.str.replace_all(quick_regex(r"(\p{L}{4,}[^\Ws])s\b"), "$1")
    tight = single.str.replace_all(r"\s+", " ").str.replace_all(r"(?: ?\|)+ ?", "|")
    return tight.str.strip_chars(" |")


def spelled(parts: pl.Expr) -> pl.Expr:
    """The words of `segments` without part marks and full stops: the key of a name."""
    return parts.str.replace_all(r"[.|]+", " ").str.replace_all(r"\s+", " ").str.strip_chars()


def word_frame(clean: pl.Series, stop: Iterable[str]) -> pl.DataFrame:
    """The normal forms of distinct cleaned venues: `clean`, `folded`, `parts`, `key`, and `title` (Boolean:
    it says that it is the title of a volume of proceedings). A venue over `LONGEST` characters has no words.
    """
    short = pl.when(pl.col("clean").str.len_chars() <= LONGEST).then("clean").otherwise(pl.lit(""))
    return (
        clean.to_frame("clean")
        .with_columns(folded(short).alias("folded"), title=short.str.to_lowercase().str.contains(_TITLE))
        .with_columns(segments(pl.col("folded"), stop).alias("parts"))
        .with_columns(spelled(pl.col("parts")).alias("key"))
    )


def slug(clean: pl.Expr) -> pl.Expr:
    """The letters and digits of a cleaned venue, lower case, words apart by hyphens; "" where it has none."""
    plain = clean.str.normalize("NFKD").str.replace_all(r"\p{Mn}+", "").str.to_lowercase()
    return plain.str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")
