"""Snapshots on disk: written aside, flushed, and switched with one rename.

    OUT/papers.parquet -> .snapshots/current/papers.parquet    one link a file of the snapshot
    OUT/failed -> .snapshots/.failed-...                       the report of the last run, where it failed
    OUT/.snapshots/current -> <snapshot id>                    what the switch replaces
    OUT/.snapshots/<snapshot id>/                              the current snapshot, and old ones that stay
    OUT/.snapshots/.staging-... .trash-... .link-...           of the run that holds the lock; else leftovers

Only what these names say is ours is ever changed or removed; everything else in OUT stays as it is.
"""

from __future__ import annotations

import itertools
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from etl.errors import InputError, OutputError
from etl.load import folders
from etl.load.faults import told_as_output_error
from etl.load.lock import write_lock
from etl.load.manifest import intact, promised, read_manifest, same_files
from schemas.files import FILES, MANIFEST
from schemas.manifest import SNAPSHOT_ID
from schemas.version import CONTRACT_VERSION

HOME = ".snapshots"
CURRENT = "current"
FAILED = "failed"
_LEFTOVER = re.compile(r"\.(staging|trash|link|failed)-[0-9a-f]{16}")  # .staging-0123456789abcdef


class Snapshots:
    """The folder that a user names with --out, as the one run that writes there sees it.

    Methods raise OutputError where the file system refuses. All but `current` need `lock`.
    """

    def __init__(self, out: Path, keep: int = 1) -> None:
        """OUT need not exist; KEEP: how many snapshots to keep beside the current one."""
        self.out = out
        self.keep = keep
        self.home = out / HOME
        self._current = self.home / CURRENT

    @contextmanager
    def lock(self, wait_seconds: float = 0) -> Iterator[None]:
        """Be the one run that writes here, and clean up after a killed one."""
        if not folders.is_utf8(self.out):
            raise OutputError(f"cannot write {self.out}: its name is no UTF-8; name another folder with --out")
        with told_as_output_error(self.out):
            if self._is_within_another():
                raise OutputError(f"{self.out} is a part of the snapshots in a folder; name that folder with --out")
            self.home.mkdir(parents=True, exist_ok=True)
        with write_lock(self.home / "lock", wait_seconds):
            with told_as_output_error(self.out):
                self._clean()
            yield

    def begin(self, names: Iterable[str] = ()) -> Path:
        """A new empty folder to write a snapshot into, on OUT's file system.

        NAMES: files that it will hold; OutputError at once where something of the user's is in the way.
        """
        self._adopt_copy()
        for name in names:
            self._require_ours(self.out / name)
        with told_as_output_error(self.out):
            return folders.new_folder(self.home, "staging")

    def current(self) -> Path | None:
        """The folder of the current snapshot; None where there is none, or a broken one, which is as good as none."""
        with told_as_output_error(self.out):
            return self._target() if self._current.is_symlink() and (self._target() / MANIFEST).is_file() else None

    def sound(self) -> Path | None:
        """The folder of the current snapshot, if its files are as its manifest says and the contract is today's."""
        folder = self.current()
        manifest = None if folder is None else intact(folder)
        if manifest is None:
            return None
        compared = {"papers", "venues", "findings"} <= set(manifest.tables)
        return folder if compared and manifest.versions.contract == CONTRACT_VERSION else None

    def mend(self) -> None:
        """Restore lost links and remove the report of a failed run, where a run finds nothing to publish."""
        self._adopt_copy()
        folder = self.current()
        if folder is not None:
            with told_as_output_error(self.out):
                self._link_files(folder)
                self._remove_failed()

    def publish(self, staging: Path, snapshot_id: str) -> Path:
        """Make STAGING (from `begin`, complete with its manifest) the current snapshot, all files at once; its folder.

        Where the same files are published already (but for the times in the manifest) they stay. Where it
        fails, the last snapshot stays and STAGING is removed.
        """
        if not re.fullmatch(SNAPSHOT_ID, snapshot_id) or snapshot_id in {CURRENT, "lock"}:
            raise ValueError(f"no name for a snapshot: {snapshot_id!r}")
        if not (staging / MANIFEST).is_file():
            raise ValueError(f"a snapshot needs its {MANIFEST}")
        try:
            with told_as_output_error(self.out):
                self._link_files(staging)
                folder = self._place(staging, snapshot_id)
                self._switch(folder)
                self._tidy(folder)
            return folder
        finally:
            self.discard(staging)

    def publish_failed(self, staging: Path) -> Path:
        """Put STAGING (the report of a failed run) at OUT/failed, in place of the former one; that path."""
        link = self.out / FAILED
        self._require_ours(link)
        with told_as_output_error(link):
            folders.flush(staging)
            former = self._failed_folder()
            folder = staging.rename(staging.with_name(staging.name.replace("staging", "failed", 1)))
            folders.point(link, f"{HOME}/{folder.name}", self.home)
            if former is not None:
                folders.remove(former, self.home)
        return link

    def discard(self, staging: Path) -> None:
        """Give up STAGING."""
        shutil.rmtree(staging, ignore_errors=True)

    def _adopt_copy(self) -> None:
        """Where OUT is a copy whose links were followed (`cp -rL`), put the links back; its files stay, as a snapshot.

        The manifest, which tells such a copy, goes last: where this is cut short, the next run ends it.
        """
        with told_as_output_error(self.out):
            if self._failed_is_copied():  # also where no run has published yet
                failed = folders.new_folder(self.home, "failed")
                (self.out / FAILED).rename(failed)
                folders.point(self.out / FAILED, f"{HOME}/{failed.name}", self.home)
        path = self.out / MANIFEST
        manifest = None if path.is_symlink() or not path.is_file() else intact(self.out)
        if manifest is None:
            return
        names = (*promised(manifest), MANIFEST)
        with told_as_output_error(self.out):
            staging = folders.new_folder(self.home, "staging")
            try:
                for name in names:
                    shutil.copy2(self.out / name, staging)
                folder = self._place(staging, manifest.snapshot_id)
            finally:
                self.discard(staging)
            if self._current.is_dir() and not self._current.is_symlink():
                folders.remove(self._current, self.home)
            self._switch(folder)  # also from another snapshot: readers saw the copy until now
            for name in names:
                folders.point(self.out / name, f"{HOME}/{CURRENT}/{name}", self.home)

    def _failed_is_copied(self) -> bool:
        """Is OUT/failed a copy of the report of a failed run, and of nothing else?"""
        copy = self.out / FAILED
        if copy.is_symlink() or not copy.is_dir() or not {path.name for path in copy.iterdir()} <= set(FILES):
            return False
        try:
            return read_manifest(copy).gate.get("published") is False
        except (OSError, InputError):
            return False

    def _is_within_another(self) -> bool:
        """Is OUT a snapshot, or the report of a failed run, in the home of another OUT?"""
        home = Path(os.path.realpath(self.out)).parent  # raises nothing, also for links in a circle
        return home.name == HOME and (home / "lock").is_file()

    def _target(self) -> Path:
        return self.home / self._current.readlink().name

    def _place(self, staging: Path, snapshot_id: str) -> Path:
        """The final folder of STAGING: an old snapshot with the same files, or STAGING itself, renamed.

        Where the name is taken by a damaged snapshot of the same id, that stays for its readers, and a number is added.
        """
        names = itertools.chain([snapshot_id], (f"{snapshot_id}-{count}" for count in itertools.count(2)))
        for folder in map(self.home.joinpath, names):
            if not os.path.lexists(folder):
                folders.flush(staging)
                staging.rename(folder)
                folders.sync(self.home)
                return folder
            if same_files(staging, folder):
                return folder
        raise AssertionError("the names do not end")

    def _switch(self, folder: Path) -> None:
        """Make FOLDER the current snapshot, and the one until now the newest of the old ones."""
        if self._current.is_symlink():
            if self._target() == folder:
                return
            if self._target().is_dir():
                folders.make_newest(self._target(), self._all())
        folders.make_newest(folder, self._all())
        folders.point(self._current, folder.name, self.home)

    def _tidy(self, current: Path) -> None:
        """After a good publish: no failed report, no links to files that are gone, KEEP old snapshots."""
        self._remove_failed()
        for link in list(self.out.iterdir()):
            if links_to(link, HOME, CURRENT) and not (current / link.name).exists():
                link.unlink()
        old = [folder for folder in folders.oldest_first(self._all()) if folder != current]
        for folder in old[: max(0, len(old) - self.keep)]:
            folders.remove(folder, self.home)

    def _all(self) -> list[Path]:
        """All snapshots here. A folder without a manifest was not made by a run."""
        return [
            path
            for path in self.home.iterdir()
            if re.fullmatch(SNAPSHOT_ID, path.name) and not path.is_symlink() and (path / MANIFEST).is_file()
        ]

    def _link_files(self, staging: Path) -> None:
        """A link in OUT for every file of STAGING; before the switch, so that all tables appear at once."""
        for name in sorted(path.name for path in staging.iterdir()):
            link, target = self.out / name, f"{HOME}/{CURRENT}/{name}"
            self._require_ours(link)
            if not link.is_symlink() or str(link.readlink()) != target:
                folders.point(link, target, self.home)

    def _require_ours(self, link: Path) -> None:
        """OutputError where something stands at LINK that no run made."""
        if not os.path.lexists(link) or links_to(link, HOME):
            return
        manifest, why = self.out / MANIFEST, "and Quiver did not make it; move it"
        if manifest.is_file() and not manifest.is_symlink():
            why = f"for {self.out} is a copy of a snapshot and was changed since; move it away"
        raise OutputError(f"{link} is in the way {why}, or name another folder with --out")

    def _remove_failed(self) -> None:
        failed = self._failed_folder()
        if failed is not None:
            (self.out / FAILED).unlink()
            folders.remove(failed, self.home)

    def _failed_folder(self) -> Path | None:
        link = self.out / FAILED
        if not links_to(link, HOME) or not link.readlink().name.startswith(".failed-"):
            return None
        folder = self.home / link.readlink().name
        return folder if folder.is_dir() else None

    def _clean(self) -> None:
        """Remove what a killed run left."""
        failed = self._failed_folder()
        for path in list(self.home.iterdir()):
            if _LEFTOVER.fullmatch(path.name) and path != failed:
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink()


def links_to(link: Path, *parts: str) -> bool:
    """Is LINK a symbolic link whose target begins with PARTS?"""
    return link.is_symlink() and link.readlink().parts[: len(parts)] == parts
