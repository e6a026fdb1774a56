"""Measurements: each stage, the whole run, the floor and the peer; see README.md."""
