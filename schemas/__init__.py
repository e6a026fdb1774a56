"""What the data must look like: tables, records, the report, the venue registry. A leaf: imports nothing of etl."""
