"""Reference bibliographies: read from files, and matched with the papers of a run."""
