"""Pages of which much could not be read, read once more as they may have been."""
