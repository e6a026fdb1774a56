"""Names of people: split, compared, and found again in other spellings."""
