"""TTL1: what is wrong with what a title says: no title at all, too short, cut off, not a paper's."""

from __future__ import annotations

import polars as pl

from etl.patterns import quick_regex
from etl.rules.examples import Listing, listings, one
from etl.rules.text_expressions import around, head, tail
from etl.rules.text_expressions import title_rule as _rule

_RAW = pl.col("title_raw")
_FRONT_MATTER = quick_regex(
    r"(?i)^\W*(?:preface|foreword|(?:guest )?editorial|front ?matter|back ?matter|table of contents|contents"
    r"|title page|(?:front |back )?cover(?: page)?|(?:author |subject )?index|(?:19|20)\d\d index ieee .*"
    r"|(?:(?:program|organi[sz]ing|conference|review) )?committees?|(?:publication|.* society|society) information"
    r"|(?:invited|keynote|plenary) (?:speakers?|talks?|lectures?)|(?:opening|closing) remarks|workshops|tutorials"
    r"|in this issue|sponsoring organi[sz]ations|acknowledge?ments? (?:of|to) reviewers|reviewer acknowledge?ments?"
    r"|reviewers|list of (?:reviewers|authors|papers|contributors)"
    r"|acknowledge?ments?|copyright(?: notice| page)?|welcome(?: message)?|message from the .{0,60}|masthead"
    r"|call for papers"
    r"|(?:the )?proceedings of .*(?:conference|workshop|symposium).*|in memoriam|erratum"
    r"|editor'?s'? (?:note|introduction|message)"
    r"|(?:guest )?editors?['’]? (?:introduction|preface|foreword)"
    r"|introduction to (?:the )?special (?:issue|section|topic|track).*|conference (?:program|organi[sz]ation"
    r"|schedule)|sponsors)\W*(?:\d{4})?\W*$"
    r"|^(?:invited (?:talk|lecture)|keynote(?: talk| address)?|(?:tutorial|workshop|panel)(?: summary)?) ?[:—–] .*"
    r"|^panel discussion\W*$|\((?:(?:invited|plenary|keynote) (?:talk|lecture|address)|keynote|tutorial|panel)\)\W*$"
    r"|^(?:book reviews?|in memoriam|obituary)(?: ?[:—–,].*)?$"
    r"|^(?i:preface|(?:guest )?editorial|foreword)(?: to .*(?:conference|workshop|proceedings|issue|volume).*"
    r"|: .*(?:conference|workshop|proceedings|issue).*)$"
)
_PLACEHOLDER = quick_regex(
    r"(?i)^\W*(?:untitled|no title|title|paper title|n/?a|none|null|nan|undefined|unknown|tb[ad]|test"
    r"|to be (?:announced|determined)|lorem ipsum.*|\W*)\W*$"
    r"|^#(?:REF!|NAME\?|VALUE!|N/A|DIV/0!|NULL!|NUM!)$"  # of a spreadsheet, which also takes titles for days
    r"|^(?i:\d{1,2}-(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d\d)$"
)
_NOTICE = quick_regex(
    r"(?i)^\W*(?:retracted|withdrawn|withdrawal|retraction(?: note)?|corrigend(?:um|a)|errat(?:um|a)|correction"
    r"|addendum|author correction|publisher'?s? (?:note|correction)|expression of concern)"
    r"(?: ?[:—–\])*]| - | to\b|\W*$)"
    r"|^\W*(?:corrigend|errat|addend)(?:um|a) for\b|[:—–-] (?:corrigend|errat|addend)(?:um|a) (?:for|to)\b"
    r"|\b(?:retracted|withdrawn) (?:paper|article|by)|\((?:retracted|withdrawn)\)\W*$"
)
_OPEN_END = (
    r" (?:of|the|for|with|and|or|between|into|towards?|using|an|their|its|via|than|Of|The|And|Between"
    r"|Into|Towards?|Using|Their|Its|Via)\s*$"
    r"|(?:[,:–—&]|\P{Greek};|[^\s\-]-|\.\.\.|…)\s*$"  # a Greek question ends in one
)
_TWICE = (
    r"(?i)(?:^| )(?:the the|of of|for for|in in|and and|to to|with with|on on|from from|by by|a a"
    r"|an an|using using|is is)(?: |$)"
)
_LABEL = (
    r"^\W*(?i:title|paper title)\s*[:=]|^(?i:abstract|paper|article)\s*: \S"
    r"|^(?:[\[(](?:PDF|HTML|BOOK|CITATION|DOC|[BCDH]|\d{4}\.\d{4,5}(?:v\d)?)[\])] ?)+ \S|^\p{So} "
    r"|^(?:\(?\d{1,3}[.)]|\d\d?(?:\.\d\d?)+\.|\d(?:\.\d){2,}|[IVX]{2,5}\.|\([a-z]\)|[\[#]\d{1,3}\]?) \p{Lu}"
    r"|^“[^“”]*[^!?…]”$|^\"[^\"]*[^!?…]\"$"
    r"|^(?:visited )?link,? \p{Lu}|^\.\p{Lu}\p{Ll}{2}|^NEW! |\[-[^\[\]]+-\]\{\+|~~\S.*\S~~"
)
_SITE = (
    r" (?:\||[-–—]) (?:OpenReview(?:\.net)?|ScienceDirect|Springer(?:Link| Nature Link)?|Request PDF|ResearchGate"
    r"|PubMed|Semantic Scholar|Google Scholar|arXiv(?:\.org)?|JSTOR|IEEE Xplore|ACM Digital Library"
    r"|Wiley Online Library|SSRN|PMC|dblp|Academia\.edu|YouTube|GitHub"
    r"|Oxford Academic|Cambridge Core|MIT Press|Zenodo|DeepAI)$"
    r"| \| (?:(?:The )?(?:Journal|Proceedings|Transactions|Lancet|Nature|Science|IEEE|ACM)\b[^|]*"
    r"|[\w.-]+\.(?:org|com|net|edu|io))$"
    r"| [\[(](?i:oral|spotlight|poster|highlight|best (?:student )?paper(?: award)?|open access|pdf|html)[\])]$"
    r"| \p{So}+$"
)
_URL = quick_regex(
    r"https?: ?//|\bwww\. ?\w|\b(?:github|gitlab|bitbucket)\. ?(?:com|io)/|\bdoi\. ?org"
    r"|\barxiv\. ?org|\w@\w+\. ?\w"
)
_ENDS_OF_LIST = pl.col("names").list.first(), pl.col("names").list.last()
_FIRST, _LAST = (pl.when(name.str.contains(" ")).then(name.cast(pl.String)) for name in _ENDS_OF_LIST)
_OWN_NAME = _RAW.str.contains(_FIRST, literal=True) | _RAW.str.contains(_LAST, literal=True)
_OWN_YEAR = _RAW.str.tail(20).str.contains(pl.col("year").cast(pl.String), literal=True)
_OWN_VENUE = _RAW.str.tail(50).str.contains(pl.col("venue_raw").cast(pl.String), literal=True)

RULES = (
    _rule(
        code="TTL101",
        slug="title-too-short",
        when=(_RAW.str.len_chars() <= 5) & ~_RAW.str.contains(_PLACEHOLDER),
        snippet=_RAW,
        message="The title is “{snippet}”.",
        what="A title has five characters or fewer.",
        why="It is rarely the whole title, and matches unrelated papers.",
        flagged=one(title="Gates"),
        passed=one(title="Deep Sets"),
    ),
    _rule(
        code="TTL102",
        slug="title-too-long",
        when=_RAW.str.len_chars() > 250,
        snippet=tail("title_raw"),
        message="The title has more than 250 characters; it ends in “{snippet}”.",
        what="A title has more than 250 characters.",
        why="A subtitle, the authors or the abstract ran into it.",
        flagged=one(title="Learning to Read Pages " + "of Many Kinds and in Many Ways " * 9 + "Quickly"),
    ),
    _rule(
        code="TTL103",
        slug="title-all-caps",
        when=~_RAW.str.contains(r"\p{Ll}") & _RAW.str.contains(r"\p{Lu}{3,}.*[\s:-]\p{Lu}{3,}.*[\s:-]\p{Lu}{2,}"),
        snippet=_RAW,
        message="The title is in capitals: “{snippet}”.",
        what="A title has three words or more and no small letter.",
        why="Names and acronyms cannot be told from words; the same title elsewhere looks different.",
        remedy="Compare titles without regard to case.",
        flagged=one(title="LEARNING TO READ PAGES"),
        passed=one(title="BERT vs. GPT-3"),
    ),
    _rule(
        code="TTL104",
        slug="title-ends-in-stop",
        when=_RAW.str.contains(r"[^.\s]\.\s*$")
        & ~_RAW.str.contains(r"(?i)(?:\b(?:[a-z]|etc|inc|jr|sr|vs|al|ltd|co|corp|no|vol|ph\.d)|\.\w+)\.\s*$"),
        snippet=tail("title_raw"),
        message="The title ends in a full stop: “{snippet}”.",
        what="A title ends in a full stop.",
        why="The same title elsewhere, without it, looks different.",
        remedy="Compare titles without punctuation.",
        flagged=one(title="Learning to Read Pages."),
        passed=one(title="Learning to Read Pages, Letters, etc."),
    ),
    _rule(
        code="TTL105",
        slug="front-matter",
        severity="warning",
        when=_RAW.str.contains(_FRONT_MATTER),
        snippet=_RAW,
        message="“{snippet}” is part of a volume and no paper.",
        what="A preface, an editorial, an index, a book review, an invited talk or a tutorial is listed as a paper.",
        why="It counts as a paper of its editors or speakers.",
        remedy="Leave it out downstream.",
        flagged=one(title="Preface"),
        passed=one(title="Preface Tuning of Language Models"),
    ),
    _rule(
        code="TTL106",
        slug="title-starts-lower-case",
        when=_RAW.str.contains(
            r"^(?:a|an|the|on|of|in|for|to|and|with|from|towards?|using|is|are|can|how|why|what|when|does|do"
            r"|[a-z]{5,}) [A-Za-z]"
        )
        & ~_RAW.str.contains(r"^[a-z]+ (?:\S+ )?\S*[:–—]"),
        snippet=_RAW.str.extract(r"^(\S+(?: \S+){0,3})", 1),
        message="The title begins with a small letter: “{snippet}”.",
        what="The first word of a title is an ordinary word in small letters.",
        why="The words before it may be missing.",
        flagged=one(title="learning to read pages"),
        passed=one(title="word2vec Explained"),
    ),
    _rule(
        code="TTL107",
        slug="title-has-url",
        when=_RAW.str.contains(_URL),
        snippet=around("title_raw", _URL, 1),
        message="The title has an address: “{snippet}”.",
        what="A web or mail address stands in a title.",
        why="It is no part of the title; another field ran into it.",
        flagged=one(title="Learning to Read Pages https://example.org/pages"),
    ),
    _rule(
        code="TTL108",
        slug="title-says-title",
        when=_RAW.str.contains(_LABEL) | _RAW.str.contains(_SITE),
        snippet=pl.when(_RAW.str.contains(_SITE)).then(tail("title_raw")).otherwise(head("title_raw")),
        message="The title has a label that is none of its words: “{snippet}”.",
        what="A title begins with “Title:”, “[PDF]”, “NEW!”, the number of a list or the like, stands in quotation "
        "marks, ends in the name of a site (“| OpenReview”), a badge (“(Oral)”, “[open access]”) or a sign (“↗”), or "
        "shows what was changed in it (“~~Read~~”).",
        why="It is no part of the title.",
        remedy="Cut it off downstream.",
        flagged=one(title="Title: Learning to Read Pages"),
        passed=one(title="Title Generation: A Survey"),
    ),
    _rule(
        code="TTL109",
        slug="title-placeholder",
        severity="warning",
        when=_RAW.str.contains(_PLACEHOLDER),
        snippet=_RAW,
        message="In place of a title there is “{snippet}”.",
        what="A note such as “Untitled” or “N/A”, or what a spreadsheet makes of a title (“#NAME?”, “Mar-05”), stands "
        "where the title should.",
        why="Unrelated papers get the same title.",
        remedy="Look the paper up at its venue.",
        flagged=one(title="Untitled"),
    ),
    _rule(
        code="TTL110",
        slug="title-notice",
        severity="warning",
        when=_RAW.str.contains(_NOTICE),
        snippet=head("title_raw", 80),
        message="The title says that the paper was withdrawn, or corrects another: “{snippet}”.",
        what="A retraction, a correction or an erratum is listed as a paper.",
        why="A withdrawn paper should not count, and a correction is no second paper.",
        remedy="Leave it out downstream, or join it with the paper that it is about.",
        flagged=one(title="Retracted: Learning to Read Pages"),
        passed=one(title="Correction for Reading Errors: Retraction-Free Learning"),
    ),
    _rule(
        code="TTL111",
        slug="title-cut-off",
        when=_RAW.str.contains(_OPEN_END),
        snippet=tail("title_raw"),
        message="The title ends in the middle: “{snippet}”.",
        what="A title ends in a preposition, an article, a conjunction, a comma, a dash or an ellipsis.",
        why="The rest of it is missing.",
        flagged=one(title="Learning to Read the Pages of"),
        passed=one(title="What Pages Are Read For?"),
    ),
    _rule(
        code="TTL112",
        slug="title-footnote-mark",
        when=_RAW.str.contains(
            r"\p{Ll}{2}(?: ?[*†‡§¶]+|\$?\^?\{?\\(?:dagger|ddagger|ast)\}?\$?"
            r"| ?\[(?:\d\d?|[a-z]|edit|note \d|citation needed)\])\s*$"
        ),
        snippet=tail("title_raw", 30),
        message="The title ends in the mark of a footnote: “{snippet}”.",
        what="An asterisk, a dagger or a number in brackets that pointed to a footnote or a comment is left at the end "
        "of a title.",
        why="The same title elsewhere, without it, looks different.",
        remedy="Compare titles without punctuation.",
        flagged=one(title="Learning to Read Pages*"),
        passed=one(title="Faster Than A*"),
    ),
    _rule(
        code="TTL113",
        slug="title-repeated-word",
        when=_RAW.str.contains(_TWICE),
        snippet=around("title_raw", _TWICE, 1),
        message="A word stands twice in a row: “{snippet}”.",
        what="A word that is never doubled on purpose stands twice in a row in a title.",
        why="A slip: the same title elsewhere looks different.",
        flagged=one(title="Learning to Read the the Pages"),
        passed=one(title="Learning to Learn to Read"),
    ),
    _rule(
        code="TTL114",
        slug="title-ends-in-name",
        severity="warning",
        subject="paper",
        when=pl.col("name_in_title").is_not_null(),
        snippet=tail("title_raw"),
        message="The title ends in the name of an author, {name_in_title}: “{snippet}”.",
        what="A title ends in a name that stands on author lists of the input.",
        why="The line of the list's first name was joined to the title: neither is right.",
        remedy="Compare with the publisher's title; fetch the page again.",
        flagged=listings(Listing(title="Learning to Read Ada Lovelace"), Listing(title="Reading On")),
        passed=listings(Listing(title="A Letter to Ada Lovelace"), Listing(title="Reading On")),
    ),
    _rule(
        code="TTL115",
        slug="title-has-own-record",
        severity="warning",
        when=_OWN_NAME.fill_null(value=False) | (_OWN_YEAR & _OWN_VENUE & ~_RAW.str.contains(_FRONT_MATTER)),
        snippet=tail("title_raw", 80),
        message="The title has the record of its own paper in it: “{snippet}”.",
        what="A title holds the name of the first or last author of its list, or ends in the venue and year of its "
        "heading.",
        why="Lines were joined, or a citation stands in place of the title.",
        flagged=one(title="Learning to Read Pages, by Ada Lovelace and Alan Turing"),
        passed=one(title="ICML 2021 in Retrospect: What Was Read There, and by Whom"),
    ),
)
