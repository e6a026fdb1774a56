"""Values in, values out: texts, names, venues, papers, author lists."""
