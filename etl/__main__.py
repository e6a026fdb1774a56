"""`python -m etl` is `quiver`."""

from etl.cli import process

process()
