"""From files to what their shards give, in threads or in worker processes."""
