"""Files: found, read, decoded, and freed of what tools put round their lines."""
