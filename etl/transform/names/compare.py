"""Do two names agree well enough to be one person's? Keys to look for pairs, and the comparison of a pair."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import polars as pl
from rapidfuzz.distance import OSA

from etl.folding import fold
from etl.transform.names.words import EAST_ASIAN, NICKNAMES

_GERMAN = re.compile(r"(?<=[aou])e")
_INSIDE = r"[-‐‑–'’`]"


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name for comparing: `family` and `letters` (of the whole name) folded, `given` folded words."""

    written: str
    family: str
    given: tuple[str, ...]
    suffix: str
    letters: str

    @property
    def east_asian(self) -> bool:
        """Is the family name one that many people share, where a syllable more is another person?"""
        return self.family in EAST_ASIAN

    @property
    def umlauts(self) -> str:
        """The family name with `ae`, `oe`, `ue` as `a`, `o`, `u`: Müller is written Mueller and Muller."""
        return _GERMAN.sub("", self.family)


def name_keys(authors: pl.DataFrame) -> pl.DataFrame:
    """AUTHORS with `family_key`, `given_key` (folded, letters alone), `given_words`, `first_word`."""
    plain = authors.with_columns(fold(pl.col("family", "given").fill_null("")).name.suffix("_folded"))
    given = pl.col("given_folded").str.replace_all(_INSIDE, "").str.replace_all(r"[^\p{L}]+", " ").str.strip_chars(" ")
    plain = plain.with_columns(
        pl.col("family_folded").str.replace_all(r"[^\p{L}]+", "").alias("family_key"), given.alias("given_words")
    )
    return plain.with_columns(
        pl.col("given_words").str.replace_all(" ", "", literal=True).alias("given_key"),
        pl.col("given_words").str.extract(r"^([^ ]+)", 1).fill_null("").alias("first_word"),
    ).drop("family_folded", "given_folded")


def search_keys(keyed: pl.DataFrame) -> pl.DataFrame:
    """`author` and `key` (UInt32 hash), one row for each key of an author that somebody else has too.

    The keys: family name and first letter; family name and the group of names that a nickname may stand for;
    the letters of the whole name; given and family name in any order; given name and start of family name.
    """
    family, given, first = pl.col("family_key"), pl.col("given_key"), pl.col("first_word")
    grouped = (
        keyed.lazy()
        .select("author", family, first)
        .join(_nickname_table().lazy(), left_on="first_word", right_on="word")
    )
    ordered = pl.min_horizontal(family, given) + "," + pl.max_horizontal(family, given)
    columns = {
        "initial": family + " " + first.str.head(1),
        "letters": given + family,
        "order": ordered,
        "start": pl.when(first.str.len_chars() > 2).then(given + " " + family.str.head(2)),
    }
    keys = keyed.select(
        "author", *(expression.hash(seed).alias(name) for seed, (name, expression) in enumerate(columns.items()))
    )
    kinds = [keys.select("author", pl.col(name).alias("key")) for name in columns]
    kinds.append(grouped.select("author", (family + " " + pl.col("group")).hash(len(columns)).alias("key")).collect())
    short = [kind.select("author", (pl.col("key") % 2**32).cast(pl.UInt32)) for kind in kinds]
    return pl.concat([kind.filter(pl.col("key").is_duplicated()) for kind in short])


@cache
def _nickname_table() -> pl.DataFrame:
    """`word` and `group`, for the groups whose words start with different letters (Bill and William)."""
    groups = [(number, group) for number, group in enumerate(NICKNAMES) if len({w[0] for w in group}) > 1]
    rows = [(word, str(number)) for number, group in groups for word in sorted(group)]
    return pl.DataFrame(rows, schema={"word": pl.String, "group": pl.String}, orient="row")


@cache
def groups_of(groups: tuple[frozenset[str], ...]) -> dict[str, frozenset[int]]:
    """Word -> the numbers of the GROUPS in which it stands."""
    found: dict[str, set[int]] = {}
    for number, group in enumerate(groups):
        for word in group:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(numbers) for word, numbers in found.items()}


def same_or_initial(one: str, other: str) -> bool:
    """Are two folded words one, or is one of them the initial of the other?"""
    return one == other or (1 in {len(one), len(other)} and one[0] == other[0])


def compare_names(a: NameForm, b: NameForm) -> str | None:
    """What differs between two names that can be one person's; None where they cannot."""
    if a.suffix and b.suffix and a.suffix != b.suffix:
        return None
    if a.letters == b.letters:
        return "suffix" if a.suffix != b.suffix else _same_letters(a, b)
    if sorted((a.family, "".join(a.given))) == sorted((b.family, "".join(b.given))):
        return "order" if _can_turn(a) else None
    if a.family == b.family or (a.umlauts == b.umlauts and not (a.east_asian or b.east_asian)):
        return _compare_given(a, b)
    return _compare_family(a, b)


def _same_letters(a: NameForm, b: NameForm) -> str:
    """The same letters but for accents, spaces, hyphens and dots; or the parts turned round."""
    if _spoken(a) == _spoken(b):
        return "punctuation"
    plain = [re.sub(r"[\W_]", "", form.written).casefold() for form in (a, b)]
    if plain[0] == plain[1]:
        return "hyphen"
    return "diacritics" if sorted(plain[0]) != sorted(plain[1]) else "order"


def _spoken(form: NameForm) -> list[str]:
    """The words of a name as written, without dots, quotes, case and kinds of dash."""
    return re.sub(r"[^\w-]+", " ", re.sub(r"[‐‑–]", "-", form.written)).casefold().split()


def _can_turn(form: NameForm) -> bool:
    """May given and family name have changed places? Not if both are family names ("Yao Li")."""
    return not {form.family, "".join(form.given)} <= EAST_ASIAN


def _compare_family(a: NameForm, b: NameForm) -> str | None:
    """A slip in the family name, where the given name is the same and in full."""
    if not a.given or a.given != b.given or a.east_asian or b.east_asian:
        return None
    if min(len(a.family), len(b.family)) < 5 or len(a.given[0]) < 3:
        return None
    return "spelling" if OSA.distance(a.family, b.family, score_cutoff=1) <= 1 else None


def _compare_given(a: NameForm, b: NameForm) -> str | None:
    if not a.given or not b.given:
        return None
    first = _compare_first(a, b)
    if first is None or not _middles_agree(a, b):
        return None
    if first == "same":
        return "diacritics" if a.given == b.given else "middle" if len(a.given) != len(b.given) else "initial"
    return first


def _compare_first(a: NameForm, b: NameForm) -> str | None:
    short, long = sorted((a.given[0], b.given[0]), key=len)
    groups = groups_of(NICKNAMES)
    if short == long:
        return "same"
    if len(short) == 1:
        return "initial" if long[0] == short else None
    if groups.get(short, frozenset()) & groups.get(long, frozenset()):
        return "nickname"
    return None if a.east_asian else _compare_spelling(short, long)


def _compare_spelling(short: str, long: str) -> str | None:
    if _GERMAN.sub("", short) == _GERMAN.sub("", long):
        return "diacritics"
    if len(short) >= 3 and long.startswith(short) and len(long) > len(short) + 1:
        return "nickname"
    return "spelling" if len(short) >= 5 and OSA.distance(short, long, score_cutoff=1) <= 1 else None


def _middles_agree(a: NameForm, b: NameForm) -> bool:
    """Every middle name of the shorter list agrees with its own of the longer; one list may go on."""
    if not all(map(same_or_initial, a.given[1:], b.given[1:])):
        return False
    longer = max(a.given, b.given, key=len)
    extra = longer[min(len(a.given), len(b.given)) :]
    return not (a.east_asian and any(len(word) > 1 for word in extra))
