"""The manifest and the hashes in it, on disk."""

from __future__ import annotations

import filecmp
from pathlib import Path

from pydantic import ValidationError

from etl.errors import InputError
from etl.identity import file_hash
from etl.load.faults import told_as_output_error
from schemas.files import MANIFEST
from schemas.manifest import File, Manifest


def describe_file(path: Path) -> File:
    """Size and SHA-256 of the file at PATH; OSError where it cannot be read."""
    return File(bytes=path.stat().st_size, sha256=file_hash(path))


def promised(manifest: Manifest) -> dict[str, File]:
    """The files that MANIFEST says a snapshot has beside it, by name."""
    return {f"{table}.parquet": file for table, file in manifest.tables.items()} | manifest.files


def damaged_file(folder: Path, manifest: Manifest) -> Path | None:
    """The first file of the snapshot in FOLDER that is there and not as MANIFEST says; OSError."""
    there = ((folder / name, file) for name, file in promised(manifest).items() if (folder / name).is_file())
    return next((path for path, file in there if describe_file(path).sha256 != file.sha256), None)


def intact(folder: Path) -> Manifest | None:
    """The manifest in FOLDER, if every file that it names is there as it says."""
    try:
        manifest = read_manifest(folder)
        same = all(describe_file(folder / name).sha256 == file.sha256 for name, file in promised(manifest).items())
    except (OSError, InputError):
        return None
    return manifest if same else None


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write MANIFEST into FOLDER; OutputError where the file system refuses."""
    path = folder / MANIFEST
    with told_as_output_error(path):
        path.write_text(manifest.model_dump_json(indent=2) + "\n", "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the snapshot in FOLDER; InputError where there is none, or where it makes no sense."""
    path = folder / MANIFEST
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise InputError(f"{folder} is no snapshot: it has no {MANIFEST}; name what `quiver run --out` made") from error
    except OSError as error:
        raise InputError(f"cannot read {path}: {error.strerror}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(f"{path} is damaged ({where}: {first['msg']}); run `quiver run` again") from error


def same_files(one: Path, other: Path) -> bool:
    """Do two snapshot folders hold the same, the times in their manifests aside?"""
    names = {path.name for path in one.iterdir()}
    if not other.is_dir() or {path.name for path in other.iterdir()} != names:
        return False
    try:
        manifests = [read_manifest(folder).model_dump(exclude={"created_at", "seconds"}) for folder in (one, other)]
    except InputError:
        return False
    rest = sorted(names - {MANIFEST})
    return manifests[0] == manifests[1] and all(filecmp.cmp(one / name, other / name, shallow=False) for name in rest)
