"""Values in, values out.

text/          abstracts and titles: what the site and its sources did to them is mended, LaTeX decoded (clean)
names/         given and family name (parse); one person under two spellings (variants); owners of pages found on
               lists (owner_match, misspelling)
venues/        from the words of a heading to the registry's venue (resolve)
author_lists/  the cap, the proofs, and how likely the other lists are cut (statuses)
papers         which listings show one paper
"""
