"""The frames that rules look at: what stands in each is told by the function that makes it."""
