"""The manifest of a snapshot: what it holds, what it was made from, and by what."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

_SHA256 = r"^[0-9a-f]{64}$"
SNAPSHOT_ID = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$"
"""A snapshot's id is the name of its folder."""

FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
"""A name in the snapshot's own folder: a manifest cannot send a reader elsewhere."""


class _Frozen(BaseModel):
    """Read-only; keys that a newer minor version added are ignored, so that older readers still read."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class File(_Frozen):
    """One file of the snapshot."""

    bytes: int = Field(ge=0, description="size of the file")
    sha256: str = Field(pattern=_SHA256, description="SHA-256 of the file, 64 hex digits")


class TableFile(File):
    """One table of the snapshot, in `<table>.parquet`."""

    rows: int = Field(ge=0, description="number of rows")


class Inputs(_Frozen):
    """What the snapshot was made from. The hash of each page is `pages.page_id`."""

    files: int = Field(ge=0, description="number of files")
    bytes: int = Field(ge=0, description="their size together, as stored")
    digest: str = Field(description="hash over the names and contents of all files, in order of name")
    hashes: dict[str, str] = Field(default_factory=dict, description="hash of each input that is no page")


class Versions(_Frozen):
    """By what the snapshot was made."""

    quiver: str
    contract: str = Field(pattern=r"^\d+\.\d+\.\d+$")
    python: str


class Manifest(_Frozen):
    """`manifest.json`; the only file of a snapshot in which times stand."""

    snapshot_id: str = Field(pattern=SNAPSHOT_ID)
    created_at: AwareDatetime = Field(description="when the run finished")
    seconds: float = Field(ge=0, description="how long the run took")
    versions: Versions
    settings: dict[str, Any] = Field(description="the settings of the run")
    inputs: Inputs
    tables: dict[FileName, TableFile] = Field(description="table -> its file")
    files: dict[FileName, File] = Field(default_factory=dict, description="name -> each further file (report.*)")
    gate: dict[str, Any] = Field(description="the gate's verdict")
