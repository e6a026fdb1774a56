"""Tables to Parquet, and the snapshot that holds them: written aside, checked, published in one step."""
