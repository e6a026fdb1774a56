"""What a program put around all abstracts of a page: a label before each (`Abstract: `), quotes, brackets, a button.

Abstracts of one author's papers do not begin alike by themselves. Two cases look alike and are the authors' own: one
venue may have the same beginning in all of its abstracts, and authors who divide an abstract have labels within it. A
short text behind a label may be keywords and no abstract.
"""

from __future__ import annotations

import re

import numpy as np

from etl.extract.grammar.layout import Layout
from etl.extract.grammar.lines import Ints
from etl.extract.grammar.repeated import NEARLY_ALL, by_pages, of_one_byte
from etl.extract.grammar.wording import LONG, OF_PART
from etl.extract.source.shared_edges import common_prefix, common_suffix

_LEAST = 4  # abstracts
_LABEL = re.compile(
    r"(?i:abstract|summary)\.\s+|(?:ABSTRACT|SUMMARY)\s+"
    r"|[\u2600-\u27bf\U0001f300-\U0001faff]\ufe0f?\s+"
    r"|(?!<)\W{0,2}[^\W\d_]{1,20}(?: [^\W\d_]{1,20})?\W{0,2}[:：—–|\]]\W{0,2}\s*"
)
_LABEL_WITHIN = re.compile(r"[.?!]\s+[A-Z][\w/ ]{2,30}: ")
_BUTTON = re.compile(r"\s+[^\s.!?][^.!?]{1,30}$")
_STOP = re.compile(r"[.!?…$\"'”’)\]]$")
_ENDS_SENTENCE = np.frombuffer(b".!?$\"'\x9d\x99", dtype=np.uint8)  # the last bytes of quotes
_SURELY = 6  # abstracts of one venue in quotes
_PAIRS = dict(zip("\"“«{[(`'", "\"”»}])`'", strict=True))


def without_abstract_affixes(layout: Layout) -> Layout:
    """LAYOUT with abstracts as they were."""
    head, first, last = _abstracts(layout)
    begin, end = layout.start(first), np.maximum(layout.end(last) - 2, 0)
    stops = np.isin(layout.lines.byte_values[end], _ENDS_SENTENCE)
    alike = of_one_byte(layout, head, begin) | (of_one_byte(layout, head, end) & ~stops)
    alike &= (layout.by_page(head) >= _LEAST)[layout.page[head]]
    head, first, last = (x[alike] for x in (head, first, last))
    for each in by_pages(layout, head):  # nearly none
        layout = _without(layout, head[each], first[each], last[each])
    return layout


def _abstracts(layout: Layout) -> tuple[Ints, Ints, Ints]:
    """The headings of listings with names and an abstract; the first and the last lines of these."""
    head = layout.listings
    first = layout.run_end(head + 2)
    last = layout.until_next(head) - 1
    there = first <= last
    return head[there], first[there], last[there]


def _without(layout: Layout, head: Ints, first: Ints, last: Ints) -> Layout:
    """LAYOUT without what stands round the abstracts of a page, from the lines FIRST to LAST below each HEAD."""
    texts, ends = layout.text(first).to_list(), layout.text(last).to_list()
    label = _LABEL.match(common_prefix(texts)) if 2 * (layout.length[first] >= LONG).sum() > len(first) else None
    opens = texts[0][:1]
    closes = _PAIRS.get(opens, "")
    one_venue = layout.text(head).str.replace_all(r"\d+", "").n_unique() == 1
    parted = label and (
        re.match(OF_PART, label[0]) or 2 * sum(map(bool, map(_LABEL_WITHIN.search, texts))) > len(texts)
    )
    paired = (
        closes and (len(texts) >= _SURELY or not one_venue) and not any(_closed_within(text, closes) for text in texts)
    )
    if label and not parted and not one_venue:
        layout = layout.with_texts(first, [f"{text[label.end() :]}\n" for text in texts])
    elif paired and all(a[0] == opens and b[-1] == closes for a, b in zip(texts, ends, strict=True)):
        layout = layout.with_texts(first, [f"{text[1:]}\n" for text in texts])
        layout = layout.with_texts(last, [f"{text[:-1]}\n" for text in layout.text(last).to_list()])
    worded = not one_venue and len({text[-1:] for text in ends}) == 1
    return _without_button(layout, last) if worded else layout


def _without_button(layout: Layout, last: Ints) -> Layout:
    """LAYOUT without the words that all abstracts, which end with the lines LAST, have behind their last sentences."""
    texts = layout.text(last).to_list()
    found = _BUTTON.search(common_suffix(texts))
    bare = [text.removesuffix(found[0]) for text in texts] if found else []
    if sum(map(bool, map(_STOP.search, bare))) <= NEARLY_ALL * len(texts):
        return layout
    return layout.with_texts(last, [f"{text}\n" for text in bare])


def _closed_within(text: str, closes: str) -> bool:
    """Is the first sign of TEXT closed before its end, as in `"Nets" are "pages"`?"""
    inner = text[1:-1]
    end = inner.find(closes)
    if text[0] == closes:
        return end > 0 and not inner[end - 1].isspace()
    return end >= 0 and text[0] not in inner[:end]
