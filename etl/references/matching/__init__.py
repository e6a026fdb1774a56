"""Which reference is about which paper, and what it says of the paper's author list (`confirm`)."""
