"""Which author lists are cut: the cap, the proofs, and how likely the rest are."""
