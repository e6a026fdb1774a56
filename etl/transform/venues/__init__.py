"""What a heading says of a venue, resolved through the registry."""
