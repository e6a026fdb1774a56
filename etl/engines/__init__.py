"""Who works on the shards."""
