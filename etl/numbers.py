"""Numbers as a person reads them."""

from __future__ import annotations

from collections.abc import Collection


def number(value: float | str) -> str:
    """VALUE with thousands apart, no `.0`, at most four digits of a fraction; a word as it is."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.4f}".rstrip("0").rstrip(".")


def about(value: float) -> str:
    """An estimate: one digit of a fraction below 10, none above."""
    return f"{value:,.0f}" if value >= 10 else number(round(value, 1))


def expected(count: float) -> str:
    """A number of things as far as probabilities tell, to stand before "of them": never a fraction of a thing."""
    if count < 0.5:
        return "fewer than 1" if count > 0 else "none"
    return f"about {max(1.0, count):,.0f}"  # a half would be rounded to 0


def size(count: int) -> str:
    """COUNT bytes in the unit that leaves few digits."""
    amount = float(count)
    for unit in ("B", "kB", "MB"):
        if amount < 999.95:  # what rounds to 1000 is 1 of the next unit
            return f"{amount:.0f} {unit}" if unit == "B" else f"{amount:.1f} {unit}"
        amount /= 1000
    return f"{amount:.1f} GB"


def share(part: float, whole: float) -> str:
    """PART of WHOLE in percent; what is not nothing does not read as 0%, what is not all not as 100%."""
    if not whole:
        return "0%"
    percent = 100 * part / whole
    if 0 < percent < 0.1:
        return "<0.1%"
    if 99.9 < percent < 100:
        return ">99.9%"
    return f"{percent:.1f}".removesuffix(".0") + "%"


def chance(probability: float) -> str:
    """PROBABILITY with two digits; what is not certain does not read as 0.00 or 1.00."""
    if 0 < probability < 0.005:
        return "<0.01"
    return ">0.99" if 0.995 <= probability < 1 else f"{probability:.2f}"


def counted(count: int, noun: str) -> str:
    """COUNT and the NOUN in its number: 1 paper, 2 papers."""
    return f"{count:,} {noun}" + ("" if count == 1 else "s")


def span(years: Collection[int]) -> str:
    """The first and the last of YEARS, of which there is one at the least: 2014 to 2025, 2020."""
    first, last = min(years), max(years)
    return str(first) if first == last else f"{first} to {last}"
