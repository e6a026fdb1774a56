"""Tell the parts of web addresses, e-mail addresses and file names from the words of a sentence."""

from __future__ import annotations

import re

_DOMAINS = frozenset({
    "com", "org", "net", "edu", "gov", "mil", "io", "ai", "ac", "uk", "de", "fr", "cn", "jp", "eu", "ch", "kr", "nl",
    "au", "br", "il", "xyz", "sg", "hk", "tw", "im", "fm", "dk", "cz", "nz", "vn", "eus", "ly", "gl", "gg", "cc", "tv",
})  # fmt: skip
_WORDS = frozenset({
    "at", "be", "es", "se", "int", "dev", "in", "it", "me", "us", "is", "so", "to", "no", "my", "app", "site", "page",
    "link", "info", "tech", "science", "online", "cloud", "space", "live", "ca", "fi", "pt", "gr", "hu", "za", "mx",
    "tr", "ir", "th", "ru", "pl", "ro", "ie", "top", "co", "ms",
})  # fmt: skip
"""Top-level domains that are words as well: taken for a domain only before a path."""

_FILES = frozenset({
    "py", "txt", "git", "html", "htm", "pdf", "js", "json", "csv", "tsv", "zip", "tar", "gz", "tgz", "md", "ipynb",
    "cpp", "jl", "php", "exe", "asp", "aspx", "cgi", "xml", "yaml", "yml", "toml", "ps", "bib", "tex", "mat", "npy",
    "npz", "pth", "svg", "png", "jpg", "jpeg", "gif", "mp4", "wav", "sh", "rs", "hpp", "obj", "ply", "stl", "onnx",
    "pt", "ckpt", "gguf", "safetensors", "parquet", "cfg", "docx", "xlsx", "pptx", "pkl", "sql",
})  # fmt: skip
_PLATFORMS = frozenset(
    ("github", "gitlab", "huggingface", "bitbucket", "readthedocs", "arxiv", "youtu", "goo", "4open")
)
_MAILBOX = re.compile(r"@[\w.-]+\.$")
_ENDED = re.compile(r"@[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|io)\.$")
"""An address that may have ended: a country's domain alone goes on with it."""

_COUNTRY = re.compile(r"[a-z]{2}(?![\w@/])")
_BARE = re.compile(r"\w\.(?:com|org|net|edu|gov|io|ai|co)/")
_DOI = re.compile(r"(?:^|[^\w.])10\.\d{4,9}/\S*$")
_ONE_LABEL = re.compile(r"://[\w-]+\.$")
"""A host with nothing but its first label: another one must follow."""

_HOST = re.compile(r"((?:[a-z0-9-]+\. ?)*)([a-z]{2,})(?:(?P<path>/)|(?=[.,:;)}\]\"'”\s?]|$))")


def is_file_ending(right: str) -> bool:
    """Whether the word RIGHT behind a full stop is the ending of a file name."""
    return right.rstrip(".,;:)") in _FILES


def in_address(left: str, right: str) -> bool:
    """Whether RIGHT goes on with the address that LEFT, with its mark, is in the middle of."""
    if "/" not in left and "@" not in left and "www." not in left:
        return _begins(left, right)
    if "@" in left and _MAILBOX.search(left):
        if _ENDED.search(left):
            country = _COUNTRY.match(right)
            return country is not None and country[0] in _DOMAINS | _WORDS
        return right[0].islower() or right[0].isdigit()
    begun = "://" in left or "www." in left or _BARE.search(left) or _DOI.search(left)
    return _begins(left, right) or (bool(begun) and _goes_on(left, right))


def _begins(left: str, right: str) -> bool:
    """`https:` and `//`, `jane.` and `doe@example.`."""
    if right[0] == "/":
        return right[1:2] == "/" and left[-1] == ":"
    if "@" in right and left[-1] == "." and re.match(r"[\w.-]+@\w", right):
        return left[:-1].islower()
    return False


def _goes_on(left: str, right: str) -> bool:
    """`https://github.` and `com/x`, `http://localhost:` and `80`, `…/page?` and `id=1`."""
    mark = left[-1]
    if mark == ".":
        if _ONE_LABEL.search(left):
            return right[0].isalnum()
        return right[0].islower() or right[0].isdigit() or "/" in right
    if mark == ":":
        return right[0].isdigit()
    if mark == "?":
        return "=" in right
    has_path = "/" in left.rpartition("://")[2]
    return mark in ",;" and has_path and bool(re.match(r"[\w./-]*=", right))


def starts_address(stem: str, ahead: str) -> bool:
    """Whether the word STEM before a dot and the text AHEAD are a host or a file name (`cs. mit. edu/`)."""
    label = re.search(r"([A-Za-z0-9-]{2,})$", stem)
    host = _HOST.match(ahead) if label else None
    if not label or not host or ahead.startswith("www."):
        return False
    labels = [label[1], *(part.strip() for part in host[1].split(".") if part.strip())]
    last = host[2]
    if last in _DOMAINS or (len(labels) == 1 and last in _FILES):
        return True
    return labels[-1] in _PLATFORMS or (last in _WORDS and bool(host["path"]))
