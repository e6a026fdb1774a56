"""A cache for what is made of Quiver's own files alone (the index of venues), beside Python's compiled modules."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TypeVar

import polars as pl
import pydantic

Made = TypeVar("Made")
FOLDER = Path(__file__).parent / "__pycache__"
_SUM_BYTES = hashlib.sha256().digest_size


@cache
def code_digest() -> str:
    """A digest of Quiver's own code and data, and of the libraries that what is kept depends on.

    What was kept under another digest is not used.
    """
    digest = hashlib.sha256(f"{pl.__version__} {pydantic.VERSION}".encode())
    root = Path(__file__).parents[1]
    for package in ("etl", "schemas"):
        for path in sorted((root / package).rglob("*")):
            if path.suffix in {".py", ".toml", ".j2", ".html", ".css", ".js"}:
                digest.update(path.relative_to(root).as_posix().encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()


def compiled(name: str, make: Callable[[], Made]) -> Made:
    """What MAKE gives, from the cache where NAME is in it. MAKE must depend on Quiver's code and data alone.

    A file that is damaged, cut, or not ours to read or write is no error: then MAKE is called.
    """
    path = FOLDER / f"{name}.{sys.implementation.cache_tag}.pickle"
    with suppress(Exception):
        kept = path.read_bytes()
        if kept[:_SUM_BYTES] == _sum(kept[_SUM_BYTES:]):
            made: Made = pickle.loads(kept[_SUM_BYTES:])  # noqa: S301 - ours, as the compiled modules beside it are
            return made
    made = make()
    if not sys.dont_write_bytecode and FOLDER.is_dir():
        with suppress(OSError):
            _keep(path, pickle.dumps(made, pickle.HIGHEST_PROTOCOL))
    return made


def _sum(content: bytes) -> bytes:
    return hashlib.sha256(code_digest().encode() + content).digest()


def _keep(path: Path, content: bytes) -> None:
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        aside.write_bytes(_sum(content) + content)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise
