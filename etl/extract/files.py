"""From what a user names as input to the bytes of its files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from etl.extract.decode import Decoded, decode

@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read: its bytes and its text."""

    path: str
    data: bytes
    decoded: Decoded

def read(path: Path, name: str) -> Source:
    data = path.read_bytes()
    return Source(name, data, decode(data))
