"""Why raw text lies in quarantine: each reason in words, as a finding and the docs say it."""

from __future__ import annotations

REASONS = {
    "ambiguous-heading": "what looks like a heading may be text, or text a heading",
    "binary": "it is no text",
    "broken-author-list": "the list of names is interrupted, or names are joined or left without their bullets",
    "broken-compression": "the file cannot be decompressed",
    "broken-heading": "a part of the heading is missing or stands elsewhere",
    "broken-title": "the title is cut, doubled, or was never filled in",
    "cut-off": "the file or its lines break off",
    "foreign-line": "there is a line that belongs to no part of a listing",
    "header-inside": "the header of a page stands within it",
    "html": "it is an HTML page",
    "invalid-utf-8": "some of its bytes are no text",
    "invalid-utf-16": "it says that it is UTF-16 and is not",
    "invalid-utf-32": "it says that it is UTF-32 and is not",
    "lost-heading": "the heading of a listing is lost, and the one above may run on into it",
    "merge-conflict": "it has the marks of a merge that was not finished",
    "no-title": "there is a heading and no title",
    "not-a-page": "it is no page of an author",
    "not-in-grammar": "it stands above the first listing and is no part of a header",
    "nul-bytes": "it has NUL bytes",
    "reading-failed": "Quiver fails on the file, which is a fault of Quiver: please report it with the file",
    "too-large": "the file is larger than max_page_mb",
    "too-many-authors": "the list has more names than any paper",
}
"""Value of the column `reason` of the table `quarantine` -> what it says."""
