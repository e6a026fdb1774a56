"""The eight tables of a snapshot: one pandera model each, the one source of their types, keys and checks.

The Arrow schemas, the JSON Schemas and the data dictionary are made from these models (`schemas.arrow`), and
every table is validated against its model before it is published (`schemas.contract`). Spans follow one
convention: lines count from 1, both ends included; bytes count from 0, the end excluded; both within the file
that `path` names.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.settings import SEVERITIES

ROLES = ("listed", "recovered", "reference")
STATUSES = ("complete", "presumed_complete", "suspected", "truncated")

_ID = r"^[0-9a-f]{16}$"
_PAGE_ID = r"^[0-9a-f]{32}$"


class Table(pa.DataFrameModel):
    """What all tables share."""

    class Config:
        """Exactly these columns, in this order, with these types; nothing is coerced.

        `description` says what a row is. `unique` is the table's key, by which its rows are sorted.
        `metadata["references"]` says where every value of a column that is not null must stand: column ->
        "table.column".
        """

        strict = True
        ordered = True
        coerce = False


class Pages(Table):
    page_id: pl.String = pa.Field(str_matches=_PAGE_ID, description="BLAKE2b-128 of the page's bytes, 32 hex digits")
    path: pl.String = pa.Field(description="file that holds the page, below the input root, with `/`")
    copies: pl.Int32 = pa.Field(ge=1, description="how often the input holds exactly these bytes")
    first_line: pl.Int32 = pa.Field(ge=1, description="line of the file on which the page begins")
    first_byte: pl.Int64 = pa.Field(ge=0, description="byte of the file at which the page begins")
    bytes: pl.Int64 = pa.Field(ge=0, description="size of the page in bytes (after decompression)")
    lines: pl.Int32 = pa.Field(ge=0, description="number of lines of the page")
    encoding: pl.String = pa.Field(
        isin=[
            "utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252", "mac-roman",
            "invalid-utf-8", "binary",
        ],
        description="how the bytes were read",
    )  # fmt: skip
    kind: pl.String = pa.Field(nullable=True, description="the page's kind as its header says")
    owner: pl.String = pa.Field(nullable=True, description="whom the page is about, as written")
    owner_author_key: pl.String = pa.Field(nullable=True, description="the owner as the site groups names")
    declared_papers: pl.Int32 = pa.Field(nullable=True, ge=0, description="number of papers that the header declares")
    declared_author_rows: pl.Int32 = pa.Field(
        nullable=True, ge=0, description="number of author rows that the header declares"
    )
    heading_papers: pl.Int32 = pa.Field(
        nullable=True, ge=0, description="number of papers that stands under `Possible papers`"
    )
    listed_papers: pl.Int32 = pa.Field(ge=0, description="number of listings read from the page")
    header_bytes: pl.Int64 = pa.Field(ge=0, description="bytes of the page's header")
    listing_bytes: pl.Int64 = pa.Field(ge=0, description="bytes in listings")
    separator_bytes: pl.Int64 = pa.Field(ge=0, description="bytes of blank lines between the parts")
    quarantine_bytes: pl.Int64 = pa.Field(ge=0, description="bytes in quarantine")
    frame: pl.Binary = pa.Field(
        description="the page's bytes outside listings and quarantine, in order; what `render` fills the gaps with"
    )

    class Config:
        description = "One row for each distinct page (one raw text) of the input."
        unique = ["page_id"]


class Listings(Table):
    page_id: pl.String = pa.Field(str_matches=_PAGE_ID, description="the page that shows the paper")
    ordinal: pl.Int32 = pa.Field(ge=1, description="place of the listing on its page, from 1")
    paper_id: pl.String = pa.Field(str_matches=_ID, description="the paper that is shown")
    first_line: pl.Int32 = pa.Field(ge=1, description="line of the heading, in the file")
    last_line: pl.Int32 = pa.Field(ge=1, description="last line of the listing, included")
    first_byte: pl.Int64 = pa.Field(ge=0, description="byte at which the listing begins, in the file")
    end_byte: pl.Int64 = pa.Field(ge=1, description="byte at which the listing ends, excluded")
    raw: pl.Binary = pa.Field(
        nullable=True,
        description="the listing's bytes, where rendering the paper's raw fields would not give them back",
    )

    class Config:
        description = "One row for each paper that a page shows."
        unique = ["page_id", "ordinal"]
        metadata = {"references": {"page_id": "pages.page_id", "paper_id": "papers.paper_id"}}


class Papers(Table):
    paper_id: pl.String = pa.Field(str_matches=_ID, description="hash of title, venue, year and first author")
    title: pl.String = pa.Field(str_length={"min_value": 1}, description="title, mended and decoded")
    title_raw: pl.String = pa.Field(str_length={"min_value": 1}, description="title as written")
    venue_id: pl.String = pa.Field(description="the venue")
    venue_raw: pl.String = pa.Field(description="venue as written")
    venue_kind: pl.String = pa.Field(description="kind of venue as written, such as Conference")
    year: pl.Int32 = pa.Field(ge=1800, le=2199, description="year of the heading")
    paper_type: pl.String = pa.Field(description="type of paper as written, such as Conference Paper")
    abstract: pl.String = pa.Field(nullable=True, description="abstract, mended; LaTeX stays")
    abstract_raw: pl.String = pa.Field(nullable=True, description="abstract as written")
    abstract_plain: pl.String = pa.Field(
        nullable=True, description="abstract with LaTeX text macros and simple math decoded"
    )
    listed_authors: pl.Int32 = pa.Field(ge=0, description="number of names that the listing shows")
    known_authors: pl.Int32 = pa.Field(ge=0, description="number of authors known: listed, recovered, referenced")
    author_list_status: pl.String = pa.Field(
        isin=list(STATUSES),
        description="is the author list whole? truncated: proven to be cut; suspected: as long as the cap, no proof; "
        "complete: a reference has the same; presumed_complete: no sign of a cut",
    )
    truncation_probability: pl.Float64 = pa.Field(
        ge=0, le=1, description="probability that the site cut the list; 0 and 1 where proven"
    )
    listings: pl.Int32 = pa.Field(ge=1, description="number of listings that show the paper")
    copies: pl.Int32 = pa.Field(ge=1, description="number of different ways in which the listings show it")

    class Config:
        description = "One row for each distinct paper, behind one or many listings."
        unique = ["paper_id"]
        metadata = {"references": {"venue_id": "venues.venue_id"}}


class Authorships(Table):
    paper_id: pl.String = pa.Field(str_matches=_ID, description="the paper")
    position: pl.Int32 = pa.Field(
        nullable=True, ge=1, description="place on the author list, from 1; null where unknown"
    )
    role: pl.String = pa.Field(
        isin=list(ROLES),
        description="`listed` on the page, `recovered` from another page's owner, `reference`: known from a reference",
    )
    author_id: pl.String = pa.Field(str_matches=_ID, description="the author")
    name_raw: pl.String = pa.Field(str_length={"min_value": 1}, description="name as written")
    evidence: pl.String = pa.Field(nullable=True, description="JSON: where a name that is not listed is known from")

    class Config:
        description = "One row for each name on a paper, listed or known from elsewhere."
        unique = ["paper_id", "role", "position", "author_id"]
        metadata = {"references": {"paper_id": "papers.paper_id", "author_id": "authors.author_id"}}


class Authors(Table):
    author_id: pl.String = pa.Field(str_matches=_ID, description="hash of name and homonym id")
    name: pl.String = pa.Field(description="name without homonym id")
    given: pl.String = pa.Field(nullable=True, description="given names")
    family: pl.String = pa.Field(nullable=True, description="family name, with particles")
    suffix: pl.String = pa.Field(nullable=True, description="generational suffix, such as Jr. or III")
    homonym_id: pl.String = pa.Field(
        nullable=True, str_matches=r"^\d{4}$", description="the four digits that tell homonyms apart"
    )
    author_key: pl.String = pa.Field(description="name with homonym id as the site groups it: case ignored")
    papers: pl.Int32 = pa.Field(ge=0, description="number of papers, in any role")
    first_year: pl.Int32 = pa.Field(nullable=True, description="year of the first paper")
    last_year: pl.Int32 = pa.Field(nullable=True, description="year of the last paper")

    class Config:
        description = "One row for each author: one name with its homonym id."
        unique = ["author_id"]


class Venues(Table):
    venue_id: pl.String = pa.Field(description="registry id, or a slug of the name as written")
    name: pl.String = pa.Field(description="short name")
    full_name: pl.String = pa.Field(nullable=True, description="full name, where the registry knows it")
    kind: pl.String = pa.Field(nullable=True, description="conference, journal, workshop ...")
    known: pl.Boolean = pa.Field(description="does the registry know the venue?")
    papers: pl.Int32 = pa.Field(ge=1, description="number of papers")
    first_year: pl.Int32 = pa.Field(description="year of the first paper")
    last_year: pl.Int32 = pa.Field(description="year of the last paper")

    class Config:
        description = "One row for each venue that a paper names."
        unique = ["venue_id"]


class Findings(Table):
    finding_id: pl.String = pa.Field(str_matches=_ID, description="stable from run to run")
    code: pl.String = pa.Field(str_matches=r"^[A-Z]{3}\d{3}$", description="code of the rule, such as AUT101")
    rule: pl.String = pa.Field(str_matches=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="slug of the rule")
    severity: pl.String = pa.Field(isin=list(SEVERITIES), description="severity after the settings")
    table: pl.String = pa.Field(description="table of the row that the finding is about")
    row_id: pl.String = pa.Field(
        nullable=True,
        description="key of that row, parts joined with `/`; of authorships the paper's, whose list is meant; "
        "null where there is no such row",
    )
    paper_id: pl.String = pa.Field(nullable=True, description="the paper that it concerns")
    page_id: pl.String = pa.Field(nullable=True, description="the page on which it was seen")
    path: pl.String = pa.Field(nullable=True, description="file, below the input root")
    first_line: pl.Int32 = pa.Field(nullable=True, ge=1, description="first line of the place")
    last_line: pl.Int32 = pa.Field(nullable=True, ge=1, description="last line of the place")
    field: pl.String = pa.Field(nullable=True, description="column that the finding is about")
    message: pl.String = pa.Field(description="what is wrong, in one sentence")
    evidence: pl.String = pa.Field(description="JSON: what the rule saw")
    known: pl.Boolean = pa.Field(description="is it in the run's baseline, and so nothing that the gate counts?")

    class Config:
        description = "One row for each anomaly that one rule saw at one place."
        unique = ["finding_id"]
        metadata = {"references": {"paper_id": "papers.paper_id", "page_id": "pages.page_id"}}


class Quarantine(Table):
    page_id: pl.String = pa.Field(str_matches=_PAGE_ID, description="the page")
    path: pl.String = pa.Field(description="file, below the input root")
    first_line: pl.Int32 = pa.Field(ge=1, description="first line")
    last_line: pl.Int32 = pa.Field(ge=1, description="last line, included")
    first_byte: pl.Int64 = pa.Field(ge=0, description="first byte, in the file")
    end_byte: pl.Int64 = pa.Field(ge=1, description="end, excluded")
    reason: pl.String = pa.Field(str_matches=r"^[a-z0-9]+(-[a-z0-9]+)*$", description="why it could not be used (slug)")
    raw: pl.Binary = pa.Field(description="the bytes, as they were")

    class Config:
        description = "One row for each stretch of raw text that could not be used, kept as it was."
        unique = ["page_id", "first_byte"]
        metadata = {"references": {"page_id": "pages.page_id"}}


TABLES: dict[str, type[Table]] = {
    "pages": Pages,
    "listings": Listings,
    "papers": Papers,
    "authorships": Authorships,
    "authors": Authors,
    "venues": Venues,
    "findings": Findings,
    "quarantine": Quarantine,
}


def table_description(table: str) -> str:
    """What a row of TABLE is; not from a docstring, for `python -OO` drops these, and files keep their bytes."""
    return str(TABLES[table].to_schema().description)


def table_key(table: str) -> list[str]:
    """The columns that identify a row of TABLE, by which its rows are sorted."""
    return list(TABLES[table].to_schema().unique)


def primary_key(table: str) -> list[str]:
    """The key of TABLE for those who know primary keys; none where one of its columns may be null, as theirs cannot."""
    key, columns = table_key(table), TABLES[table].to_schema().columns
    return [] if any(columns[name].nullable for name in key) else key


def table_references(table: str) -> dict[str, tuple[str, str]]:
    """Column of TABLE -> (table, column) in which each of its values stands."""
    metadata = getattr(TABLES[table].Config, "metadata", None) or {}
    targets: dict[str, str] = metadata.get("references", {})
    return {column: (target.split(".")[0], target.split(".")[1]) for column, target in targets.items()}


def polars_schema(table: str) -> pl.Schema:
    """Names and types of the columns of TABLE, in order."""
    return pl.Schema({name: column.dtype.type for name, column in TABLES[table].to_schema().columns.items()})
