"""From what all shards gave to one corpus, across pages."""
