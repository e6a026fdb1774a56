"""From what a user names as input to pages, listings and what could not be read.

The way of a file, and the module in which each step begins:

    find          which files there are
    files         their bytes, in shards; what is too large in pieces
    decode        from bytes to text, as it was before programs and tools wrote it otherwise (notations, undress)
    lines         from text to lines, each classed by its own words; then by the place where it stands (places)
    split_pages   from lines to pages: a file may hold several (page_begins)
    page          takes off what templates and scrapers added to the listings: labels, furniture, affixes ...
    headers       what each page declares
    listings      where listings begin (evidence, headings), and why some cannot be used
    second_reading  the same for files that are mostly unread, once they are rewritten as the site writes
    page          the frames of pages, listings, copies and quarantine (page_rows, copies), at their places (positions)
"""
