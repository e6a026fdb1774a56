"""Matching keys of titles and names, as Polars expressions; the same for papers and references."""

import polars as pl

from etl.folding import fold

# Signs that a LaTeX source spells out (`\alpha`, `\infty`).
_SIGNS = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "∞": "infty", "√": "sqrt", "&": "and",
}  # fmt: skip
_TAGS = r"</?(?:i|b|u|em|strong|sub|sup|tt|span|scp|sc)\b[^<>]*>"  # x<sub>i</sub>
_FORMATTING = (  # \emph, \mathcal, \left
    r"\\(?:emph|text[a-z]*|math[a-z]+|operatorname|mbox|boldsymbol|bm|ensuremath|left|right"
    r"|it|bf|rm|sc|tt|em|sf|sl|url)\b"
)
_ACCENT_COMMANDS = r"\\[cvuHrkdbt](?:\s*\{\s*|\s+)(\\?[a-z])"  # \c{c}, \v s
_PUNCTUATION_COMMANDS = r"\\[^A-Za-z\s&]|[{}]"  # \', \", {, }


def _latex_off(text: pl.Expr) -> pl.Expr:
    """Accent commands (`\\c{c}`, `\\v s`) and formatting commands off; what a symbol is called stays."""
    plain = text.str.replace_all("(?i)" + _ACCENT_COMMANDS, "$1")
    plain = plain.str.replace_all(r"\\var(epsilon|phi|theta|rho|sigma)", "$1")
    plain = plain.str.replace_all(r"\\([aA])[aA]\b", "$1").str.replace_all(_FORMATTING, "")
    return plain.str.replace_all(_PUNCTUATION_COMMANDS, "")


def title_key(titles: pl.Expr) -> pl.Expr:
    """Key under which two writings of one title meet: case, LaTeX, markup, diacritics and spacing off.

    In and out String; only letters and digits are left, and "" of a title that has none; null of null.
    """
    plain = _latex_off(titles.str.replace_all("(?i)" + _TAGS, "").str.replace_all("&amp;", "&", literal=True))
    return fold(plain).str.replace_many(_SIGNS).str.replace_all(r"[^\p{L}\p{N}]+", "")


def name_key(names: pl.Expr) -> pl.Expr:
    """Names folded to words of letters and digits with one space between, the homonym id kept.

    `Jean-Baptiste O'Connor 0001` gives `jean baptiste oconnor 0001`.
    """
    folded = fold(_latex_off(names)).str.replace_all(r"['’`´ʹʼ]", "")
    return folded.str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def name_keys(lists: pl.Expr) -> pl.Expr:
    """`name_key` of every name of List[String] columns."""
    return lists.list.eval(name_key(pl.element()))
