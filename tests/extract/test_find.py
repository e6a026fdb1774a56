import os
from pathlib import Path

import pytest

from etl.errors import InputError
from etl.extract.source import scan
from etl.extract.source.find import find_files


def touch(*paths: Path) -> None:
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(path.name))


def names(*roots: Path) -> list[str]:
    return find_files(roots).files["name"].to_list()


def test_pages_of_a_folder_by_name(tmp_path: Path) -> None:
    touch(*(tmp_path / name for name in ("b.txt", "sub/a.txt.gz", "a.txt.zst", "c.md", "d.txt.bz2", "e.TXT", ".txt")))
    assert names(tmp_path) == [".txt", "a.txt.zst", "b.txt", "e.TXT", "sub/a.txt.gz"]
    files = find_files([tmp_path]).files
    assert files["size"].to_list() == [4, 9, 5, 5, 8]
    assert [os.fsdecode(path) for path in files["path"]] == [str(tmp_path / name) for name in files["name"]]


def test_a_file_whatever_its_name(tmp_path: Path) -> None:
    touch(tmp_path / "page")
    assert names(tmp_path / "page") == ["page"]


def test_folders_are_seen_once_and_under_their_own_name(tmp_path: Path) -> None:
    touch(tmp_path / "raw/z/a.txt", tmp_path / "else/b.txt")
    (tmp_path / "raw/a-link-to-z").symlink_to("z")
    (tmp_path / "raw/z/up").symlink_to("..")
    (tmp_path / "raw/one").symlink_to(tmp_path / "else")
    (tmp_path / "raw/two").symlink_to(tmp_path / "else")
    assert names(tmp_path / "raw") == ["one/b.txt", "z/a.txt"]


def test_several_roots(tmp_path: Path) -> None:
    touch(tmp_path / "one/a.txt", tmp_path / "two/b.txt", tmp_path / "three/a.txt")
    assert names(tmp_path / "one", tmp_path / "two") == ["a.txt", "b.txt"]
    assert names(tmp_path / "one", tmp_path / "three") == ["1-one/a.txt", "2-three/a.txt"]
    assert names(tmp_path / "one", tmp_path / "one") == ["a.txt"]
    assert names(tmp_path, tmp_path / "one") == names(tmp_path, tmp_path / "one")


def test_names_in_bytes_are_told_apart(tmp_path: Path) -> None:
    touch(tmp_path / "\\xff.txt", Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt")), tmp_path / "é.txt")
    assert names(tmp_path) == ["\\xff.txt", "~1/\\xff.txt", "é.txt"]


@pytest.mark.parametrize("where", ["nowhere", "empty", "pipe"])
def test_no_input(tmp_path: Path, where: str) -> None:
    (tmp_path / "empty").mkdir()
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(InputError):
        names(tmp_path / where)


def test_files_that_are_put_away_by_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    touch(*(tmp_path / f"{number}/{name}.txt" for number in range(3) for name in "abcde"))
    os.close(os.open(os.fsencode(tmp_path) + b"/1/\xff.txt", os.O_CREAT))
    at_once = find_files([tmp_path])
    for size in (1, 2, 16):
        monkeypatch.setattr(scan, "_AT_ONCE", size)
        assert find_files([tmp_path]).files.equals(at_once.files)
