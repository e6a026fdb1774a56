"""From what a user names as input to pages, listings and what could not be read."""
