"""What the data must look like: table contracts, records, the report and the venue registry. A leaf: imports nothing of etl."""
