"""From a snapshot's tables to its report: `build` makes it, and one module a format writes it."""
