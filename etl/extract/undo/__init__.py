"""What templates, columns and scrapers did to all listings of a page, undone before these are read."""
