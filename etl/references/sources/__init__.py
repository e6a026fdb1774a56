"""From files of references to frames of one shape: one module a kind of file."""
