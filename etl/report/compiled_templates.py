"""Templates compiled once, and kept where Python keeps its compiled modules: compiling takes longer than filling."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket

from etl.compiled import code_digest

_FOLDER = Path(__file__).parent / "__pycache__"


def compiled_templates() -> FileSystemBytecodeCache | None:
    """The cache of compiled templates; None where Python was told to write no compiled modules."""
    return None if sys.dont_write_bytecode or not _FOLDER.is_dir() else _Compiled(str(_FOLDER))


class _Compiled(FileSystemBytecodeCache):
    """Knows a template by its text and by the code that sets Jinja up, as what is compiled depends on both."""

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source + code_digest())

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):  # a folder that is not ours to write to, or a full disk: it is compiled each time
            super().dump_bytecode(bucket)
