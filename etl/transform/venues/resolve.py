"""Venues: from what a heading says to the registry's venue, and whether the year can be right.

The steps are in the modules beside this one: `words` (normal form), `registry_names` and `index` (which venues a run
of words may name), `match` (the decision). How a person would follow them is in docs/how-venues-are-resolved.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

import polars as pl

from etl.transform.text import damage
from etl.transform.venues.index import load_book
from etl.transform.venues.kinds import KIND_OF
from etl.transform.venues.match import UNKNOWN, Match, match
from etl.transform.venues.words import cleaned, slug, word_frame

_LONGEST_SLUG = 80  # characters
_DECIDING = ("conference", "journal", "workshop")
_MATCH = pl.Struct({"found": pl.String, "how": pl.String, "candidates": pl.List(pl.String)})
_KEY = ["_clean", "_kind", "_track"]
_YEAR = pl.Struct({"year_plausible": pl.Boolean, "year_reason": pl.String})


def resolve_names(names: pl.Series) -> pl.DataFrame:
    """Resolve venues by their names alone: a row for each of NAMES, sorted, as `resolve_venues` gives it."""
    distinct = names.unique().drop_nulls().sort().alias("venue_raw").to_frame()
    return resolve_venues(distinct.with_columns(venue_kind=pl.lit(None, pl.String), year=pl.lit(None, pl.Int32)))


def resolve_venues(headings: pl.DataFrame) -> pl.DataFrame:
    """Resolve the venues of headings against the registry.

    In: rows of `venue_raw` (String), `venue_kind` (String as written, such as Conference; null
    where the heading has none), `year` (Int32, null where it has none); other columns are kept.

    Out: the same rows in the same order, and

    - `venue_id` (String): the registry's id, or `x:` and a slug of the raw name where the venue is not known;
    - `venue` (String): the registry's short name, or the raw name with its encoding and spacing mended;
    - `full_name`, `registry_kind` (String): null where not known;
    - `known` (Boolean): whether the registry has it;
    - `how` (String): acronym, full name, former name, proceedings title, abbreviation, unknown or ambiguous;
    - `candidates` (List[String]): the ids that an ambiguous name may mean, one or several, else empty;
    - `year_plausible` (Boolean): null where the registry does not know; `year_reason` (String) where false;
    - `kind_agrees` (Boolean): whether the registry has the venue as of the heading's kind, null where either
      is not known.
    """
    kind = pl.col("venue_kind").str.strip_chars().str.to_lowercase()
    decoded = damage.decoded(headings["venue_raw"].fill_null(""), damage.ENCODINGS)
    keyed = headings.with_columns(decoded.alias("_clean")).with_columns(
        cleaned(pl.col("_clean")), kind.replace_strict(KIND_OF, default=None, return_dtype=pl.String).alias("_kind")
    )
    keyed = keyed.with_columns(_track=(kind == "track").fill_null(value=False))
    matched = _matches(keyed.select(_KEY).unique(maintain_order=True))
    joined = keyed.join(matched, on=_KEY, how="left", nulls_equal=True, maintain_order="left")
    known_ids = matched["found"].drop_nulls().unique()
    named = _with_years(joined.join(_registry_frame(known_ids), on="found", how="left", maintain_order="left"))
    agrees = pl.when(pl.col("registry_kind") != "series").then(pl.col("_kinds").list.contains(pl.col("_kind")))
    known = pl.col("found").is_not_null()
    return named.with_columns(
        venue_id=pl.coalesce("found", "unknown_id"),
        venue=pl.coalesce("_name", "_clean"),
        known=known,
        kind_agrees=pl.when(pl.col("_kind").is_not_null() & known).then(agrees),
    ).select(*headings.columns, *_ADDED)


_ADDED = (
    "venue_id", "venue", "full_name", "registry_kind", "known", "how", "candidates",
    "year_plausible", "year_reason", "kind_agrees",
)  # fmt: skip


def _matches(distinct: pl.DataFrame) -> pl.DataFrame:
    """`found` (id or null), `how`, `candidates` and `unknown_id` of distinct `_clean`, `_kind` and `_track`."""
    found = _found(distinct["_clean"], distinct["_kind"])
    # "NeurIPS Position Paper", of kind Track: the word that makes the rest the name of a track is the kind.
    of_track = pl.Series([one == UNKNOWN for one in found], dtype=pl.Boolean) & distinct["_track"]
    rest = distinct.filter(of_track)
    whole = iter(_found(rest["_clean"] + " track", rest["_kind"]) if len(rest) else ())
    found = [next(whole) if again else one for one, again in zip(found, of_track, strict=True)]
    rows = [{"found": one.venue_id, "how": one.how, "candidates": list(one.candidates)} for one in found]
    structs = pl.Series("match", rows, dtype=_MATCH)
    spelled = distinct.with_columns(structs, slug(pl.col("_clean")).alias("_slug"))
    return spelled.unnest("match").with_columns(unknown_id=_unknown_ids(spelled)).drop("_slug")


def _found(clean: pl.Series, kind: pl.Series) -> list[Match]:
    """What each of the names CLEAN resolves to in a heading of KIND; the words of a name are looked at once."""
    book = load_book()
    words = word_frame(clean.unique(maintain_order=True).alias("clean"), book.registry.words.stop)
    named = pl.DataFrame({"clean": clean, "kind": kind})
    rows = named.join(words, on="clean", how="left", maintain_order="left")
    return [match(book, *row) for row in rows.select("clean", "parts", "title", "kind").iter_rows()]


def _unknown_ids(spelled: pl.DataFrame) -> pl.Series:
    """`x:` and the slug; a slug that is empty or long is told apart by a hash of the name."""
    ids = [_unknown_id(clean, words) for clean, words in spelled.select("_clean", "_slug").iter_rows()]
    return pl.Series("unknown_id", ids, dtype=pl.String)


def _unknown_id(clean: str, words: str) -> str:
    if words and len(words) <= _LONGEST_SLUG:
        return f"x:{words}"
    digest = blake2b(clean.encode(), digest_size=6).hexdigest()
    return f"x:{words[:_LONGEST_SLUG].rstrip('-') or 'unnamed'}-{digest}"


def _registry_frame(venue_ids: Iterable[str]) -> pl.DataFrame:
    """The registry's part of the answer, by `found`."""
    entries = load_book().entries
    rows = [
        {
            "found": i,
            "_name": entries[i].name,
            "full_name": entries[i].full_name,
            "registry_kind": entries[i].kind,
            "_kinds": list(entries[i].kinds),
        }
        for i in venue_ids
    ]
    text = dict.fromkeys(("found", "_name", "full_name", "registry_kind"), pl.String)
    return pl.DataFrame(rows, schema=text | {"_kinds": pl.List(pl.String)})


def _with_years(named: pl.DataFrame) -> pl.DataFrame:
    """Add `year_plausible` and `year_reason`, judged once for each venue and year."""
    pairs = named.select("found", "year").drop_nulls().unique(maintain_order=True)
    judged = [_judge(venue_id, year) for venue_id, year in pairs.iter_rows()]
    verdicts = pairs.with_columns(pl.Series("verdict", judged, dtype=_YEAR)).unnest("verdict")
    return named.join(verdicts, on=["found", "year"], how="left", maintain_order="left")


def _judge(venue_id: str, year: int) -> dict[str, object]:
    book = load_book()
    reason = book.entries[venue_id].implausible(year, book.registry.as_of)
    return {"year_plausible": None if reason is None else not reason, "year_reason": reason or None}


def steps(venue: str) -> list[tuple[str, str]]:
    """What becomes of one written venue, step by step: (step, value), for `quiver normalize venue VALUE`."""
    decoded = damage.decoded(pl.Series("clean", [venue]), damage.ENCODINGS)
    clean = decoded.to_frame().select(cleaned(pl.col("clean")))["clean"]
    book = load_book()
    words = word_frame(clean, book.registry.words.stop).row(0, named=True)
    one = match(book, clean[0], words["parts"], words["title"], None)
    trace = [("decoded", decoded[0])] if decoded[0] != venue else []
    trace += [("spacing", clean[0]), ("without years, numbers, editions", words["folded"].strip())]
    trace += [("words", words["parts"].replace("|", " | ")), ("how", one.how)]
    if one.venue_id is None:
        listed = [("candidates", ", ".join(one.candidates))] if one.candidates else []
        as_kinds = ((kind, match(book, clean[0], words["parts"], words["title"], kind)) for kind in _DECIDING)
        listed += [(f"in a heading of kind {kind}", there.venue_id) for kind, there in as_kinds if there.venue_id]
        slugged = clean.to_frame("_clean").with_columns(slug(pl.col("_clean")).alias("_slug"))
        return [*trace, *listed, ("venue_id", _unknown_ids(slugged)[0])]
    entry = book.entries[one.venue_id]
    return [*trace, ("venue_id", one.venue_id), ("venue", entry.name), ("full name", entry.full_name)]
