"""From what a user names as input to pages, listings and what could not be read.

The way of a file, and where each step begins:

    source/      which files there are (find), their bytes in shards (files), their text (decode): as it was before
                 programs wrote it in another notation (notations) or put something round its lines (undress)
    grammar/     from text to lines, each classed by its own words (lines), and to pages (split_pages); what each page
                 declares (headers)
    undo/        what templates, columns and scrapers did to all listings of a page, taken back: labels, affixes ...
    listings     where listings begin (headings/), and why some cannot be used (doubts/)
    rereading/   the same for pages that are mostly unread, rewritten as the site writes (second_reading)
    page         the order of all this; then the frames of pages (page_rows), listings, copies (copies) and
                 quarantine, at their places in the files (positions)
"""
