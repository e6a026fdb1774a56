"""Abstracts and titles, mended: spaces of the site, encodings, mark-up, LaTeX."""
