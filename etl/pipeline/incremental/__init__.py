"""What is kept from run to run, so that only what changed is parsed again."""
