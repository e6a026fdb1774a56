"""What is odd about the data: the rules, the frames that they look at, and the findings."""
