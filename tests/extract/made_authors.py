"""Made-up author pages of many venues, in the site's form."""

from __future__ import annotations

import random

from tests.extract.damages import Page, Shown

_HEADINGS = (
    "ICML Conference {} Conference Paper", "NeurIPS Conference {} Conference Paper", "CVPR Workshop {} Workshop Paper",
    "ACM MM Conference {} Conference Paper", "Journal of Foo & Bar Journal {} Journal Article", "AAAI Symposium {} Demo",
    "IEEE Trans. Pattern Anal. Mach. Intell. Journal {} Survey", "arXiv Preprint {} Preprint", "3DV Conference {} Short Paper",
)  # fmt: skip
_GIVEN = [
    "Ada", "Alan", "Grace", "Emmy", "Kurt", "Rózsa", "Haskell", "Alonzo", "Yi", "Wei-Ming", "Jürgen", "María", "Olga",
    "P.", "Søren", "Zoë", "Li",
]  # fmt: skip
_FAMILY = [
    "Lovelace", "Turing", "Hopper", "Noether", "Gödel", "Péter", "Curry", "Church", "Ma", "Zhang", "Müller", "García",
    "O'Brien", "Ng", "Kim", "Łukasz",
]  # fmt: skip
_WORDS = [
    "learning", "deep", "networks", "graph", "bounds", "sparse", "optimal", "kernel", "causal", "inference", "reading",
    "pages", "robust", "online", "bandits", "convex", "transformers", "data", "privacy", "language", "models", "vision",
]  # fmt: skip


def name(rng: random.Random) -> str:
    homonym = f" {rng.randrange(1, 30):04}" if rng.random() < 0.1 else ""
    return f"{rng.choice(_GIVEN)} {rng.choice(_FAMILY)}{homonym}"


def sentence(rng: random.Random) -> str:
    words = " ".join(rng.choice(_WORDS) for _ in range(rng.randrange(6, 25)))
    return words.capitalize() + rng.choice([".", ".", ".", "?", " (e. g. , this)."])


def _listing(rng: random.Random, owner: str) -> Shown:
    names = [name(rng) for _ in range(rng.choice([0, 1, 2, 3, 4, 7]))]
    names.insert(rng.randrange(len(names) + 1), owner)
    title = " ".join(rng.choice(_WORDS) for _ in range(rng.randrange(2, 11))).title() + rng.choice(
        ["", "", "?", ": A Survey"]
    )
    paragraphs = [" ".join(sentence(rng) for _ in range(rng.randrange(2, 9))) for _ in range(1 + (rng.random() < 0.05))]
    heading = rng.choice(_HEADINGS).format(rng.randrange(1995, 2026))
    return Shown(heading, title, tuple(dict.fromkeys(names)), "\n\n".join(paragraphs))


def order(listing: Shown) -> tuple[int, str]:
    """Pages list by year, newest first, then by title, case ignored."""
    return -int(next(word for word in reversed(listing.heading.split()) if word.isdigit())), listing.title.lower()


def pages(count: int, seed: int = 3) -> list[Page]:
    """COUNT pages that declare what they list."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        owner = name(rng)
        size = rng.choice([1, 2, 3, 3, 5, 8, 13])
        listings = sorted((_listing(rng, owner) for _ in range(size)), key=order)
        made.append(Page(owner, tuple(listings), size))
    return made
