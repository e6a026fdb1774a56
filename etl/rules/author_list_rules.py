"""AUT: what is wrong with a paper's list of authors."""

from __future__ import annotations

from functools import partial

import polars as pl

from etl.rules.base import Rule
from etl.rules.examples import Listing, capped, eight, listings, names, one

_LISTS = tuple(Listing(title=f"Paper {i}", authors=("Ada Lovelace", *eight()[: i % 5 + 1])) for i in range(9))

_rule = partial(Rule, subject="paper", table="papers", passed=names("Ada Lovelace", "Alan Turing"))
_COUNT_ONCE = "Look at the paper; count the author once if it is one person."
_name_rule = partial(_rule, table="authorships", field="author_id", remedy=_COUNT_ONCE)

RULES = (
    _rule(
        code="AUT101",
        slug="author-list-truncated",
        severity="warning",
        field="author_list_status",
        when=pl.col("status") == "truncated",
        message="The list shows {listed_authors:author} and was cut ({cut_because}).",
        evidence=("proof", "missing_name", "known_from", "listed_authors", "cap"),
        what="The site provably cut the author list: the owner of a page that lists the paper is not on it, a "
        "reference has a longer list that begins the same, or a name says “et al.”.",
        why="Author counts, co-author graphs and last-author statistics are wrong for this paper.",
        remedy="Use `authorships` with the roles `recovered` and `reference`, give a reference, or leave the paper "
        "out of author counts.",
        flagged=names(*eight(owner_in=False), owner="Ada Lovelace"),
    ),
    _rule(
        code="AUT102",
        slug="author-list-at-cap",
        field="author_list_status",
        when=pl.col("status") == "suspected",
        message="The list is as long as the site's cap of {cap}; nothing proves whether it was cut.",
        evidence=("listed_authors", "cap", "probability"),
        what="The author list has as many names as the site shows at most, and nothing proves whether it was cut.",
        why="Some of these lists are whole and some are not; `truncation_probability` says how likely each was cut.",
        remedy="Give a reference, or weight the paper by its probability.",
        flagged=listings(*capped()),
    ),
    _rule(
        code="AUT103",
        slug="no-authors",
        severity="warning",
        field="listed_authors",
        when=pl.col("listed_authors") == 0,
        message="“{title}” has no authors.",
        evidence=("title_raw",),
        what="A listing shows no author at all.",
        why="The author lines were lost, or the entry is no paper.",
        remedy="Look at the site; give a reference that has the paper.",
        flagged=listings(
            Listing(authors=()), Listing(title="Reading On", heading="ICML Conference 2020 Conference Paper")
        ),
        passed=one(),
    ),
    _name_rule(
        code="AUT104",
        slug="duplicate-author",
        severity="warning",
        when=pl.col("repeated_names").is_not_null(),
        message="On the list more than once: {repeated_names}.",
        what="One name stands more than once on the list of one paper.",
        why="Either two people of one name lack their homonym ids, or an author was entered twice.",
        flagged=names("Ada Lovelace", "Alan Turing", "Ada Lovelace"),
    ),
    _rule(
        code="AUT105",
        slug="owner-absent",
        severity="warning",
        subject="absent_owner",
        table="listings",
        field="paper_id",
        message="{owner} owns the page and is not on the list of “{title}”, which the site's cap cannot have cut.",
        evidence=("owner", "title_raw"),
        what="The owner of a page is not among the authors of a paper that the page lists, though the site's cap "
        "cannot have cut the list: it is shorter, or longer.",
        why="The paper is not the owner's, or the list has lost a name.",
        remedy="Look at the paper; do not count it for the owner.",
        flagged=listings(*_LISTS, Listing(title="Zebra", authors=("Grace Hopper", "Emmy Noether"))),
        passed=listings(*_LISTS),
    ),
    _rule(
        code="AUT106",
        slug="et-al-as-name",
        field="author_list_status",
        when=pl.col("et_al_name").is_not_null(),
        message="In place of further names the list has “{et_al_name}”.",
        what="“et al.”, “and others”, “+3 more” or an ellipsis stands on a list as a name, or behind one.",
        why="It is nobody, and says that the list goes on.",
        remedy="Nothing: the name before it is an authorship, it itself is none, and the list counts as truncated.",
        flagged=names("Ada Lovelace", "Alan Turing", "et al."),
    ),
    _rule(
        code="AUT107",
        slug="placeholder-author",
        field="listed_authors",
        when=pl.col("placeholder_names").is_not_null(),
        message="On the list stands what is no person: {placeholder_names}.",
        what="“Anonymous”, “Unknown author”, or a team or consortium stands on a list as an author.",
        why="Papers of unrelated people are counted as one author's.",
        remedy="Leave it out of author counts; fetch the names from the publisher.",
        flagged=names("Ada Lovelace", "Anonymous"),
    ),
    _name_rule(
        code="AUT108",
        slug="name-split",
        severity="warning",
        when=pl.col("split_name").is_not_null(),
        message="One name seems to stand on two bullets: {split_name}.",
        what="A one-word name and the name below it make up a name that stands elsewhere in the input.",
        why="One person is counted as two, neither of whom there is.",
        remedy="Join the two downstream.",
        flagged=listings(
            Listing(authors=("Ada Lovelace", "Maria Lopez Gonzalez")),
            Listing(title="Reading On", authors=("Ada Lovelace", "Maria", "Lopez Gonzalez")),
        ),
        passed=listings(
            Listing(authors=("Ada Lovelace", "Maria Lopez Gonzalez")),
            Listing(title="Reading On", authors=("Ada Lovelace", "Maria", "Grace Hopper")),
        ),
    ),
    _rule(
        code="AUT109",
        slug="author-list-very-long",
        field="listed_authors",
        when=pl.col("listed_authors") > 100,
        message="The list has {listed_authors} names.",
        what="A list has more than 100 names.",
        why="A collaboration, or several lists run into one; counts of co-authors are swamped by it.",
        remedy="Leave the paper out of co-author counts.",
        flagged=names(*(f"Ada Lovelace {i:04}" for i in range(1, 103))),
    ),
    _rule(
        code="AUT110",
        slug="author-list-over-cap",
        field="listed_authors",
        when=pl.col("listed_authors") > pl.col("cap"),
        message="The list has {listed_authors} names, more than the cap of {cap}.",
        what="A list has more names than the site is thought to show at most.",
        why="The cap is wrong, or the page comes from another site; which lists are cut is less sure.",
        remedy="Set `cap`, or run the two sites apart.",
        flagged=listings(
            *capped(),
            Listing(
                title="Zebra", authors=(*eight(), "Paul Erdős", "Carl Gauss", "Leonhard Euler", "Sofia Kovalevskaya")
            ),
        ),
    ),
    _name_rule(
        code="AUT111",
        slug="homonyms-together",
        when=pl.col("homonyms_together").is_not_null(),
        message="People of one name stand on one list: {homonyms_together}.",
        what="One list has a name under two homonym ids, or with one and without.",
        why="Two people of one name wrote a paper together, or one of them was entered twice.",
        remedy="Look at the paper before you join or part them.",
        flagged=names("Ada Lovelace", "Yi Ma 0001", "Yi Ma 0002"),
        passed=names("Ada Lovelace", "Yi Ma 0001"),
    ),
    _name_rule(
        code="AUT112",
        slug="author-twice-alike",
        when=pl.col("alike_names").is_not_null(),
        message="Two names on the list may be one person: {alike_names}.",
        what="Two names of one list agree in the family name, and the given names may be the same (an initial, a "
        "short form, an accent).",
        why="One person is counted twice.",
        flagged=names("Ada Lovelace", "Alan Turing", "A. Turing"),
        passed=names("Ada Lovelace", "Alan Turing", "Sara Turing"),
    ),
    _name_rule(
        code="AUT113",
        slug="owner-listed-twice",
        when=pl.col("owner_twice").is_not_null(),
        message="The owner of a page may stand on the list twice: {owner_twice}.",
        what="The owner of a page and another name of the list may be one person.",
        why="The owner is counted as their own co-author.",
        flagged=names("Ada Lovelace", "Alan Turing", "A. Lovelace"),
        passed=names("Ada Lovelace", "Alan Turing", "Ralph Lovelace"),
    ),
    _rule(
        code="AUT114",
        slug="owner-spelled-otherwise",
        subject="owner_otherwise",
        table="listings",
        field="paper_id",
        message="On {lists:list} of {owner}'s page stands {listed_as}, who may be the same person.",
        evidence=("owner", "listed_as", "lists", "title_raw"),
        what="The owner of a page is not on a list as the page writes the name, and a name that may be theirs is.",
        why="One person is counted as two, or the list was cut and this cannot be proven.",
        remedy="Look at the paper; join the two names downstream if they are one person's.",
        flagged=names("Alan Turing", "Ada Lovelance", owner="Ada Lovelace"),
        passed=names("Alan Turing", "Ada Lovelace"),
    ),
)
