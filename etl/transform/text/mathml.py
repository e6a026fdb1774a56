"""MathML on one line: `<mml:msup><mml:mi>x</mml:mi><mml:mn>2</mml:mn></mml:msup>` says `x^2`.

https://www.w3.org/TR/MathML3/chapter3.html: an element is a row of what it holds, but for scripts, fractions and roots.
"""

from __future__ import annotations

import re
from collections.abc import Callable

_NS = r"(?:\w+:)?"
FORMULA = re.compile(
    rf"(</{_NS}tex-math>\s*)?<({_NS}math)\b[^<>]*>((?:(?!</?{_NS}math\b).)*)</\2>(\s*<{_NS}tex-math\b)?", re.DOTALL
)
_PIECE = re.compile(rf"<(/?){_NS}(\w[\w-]*)[^<>]*?(/?)>|([^<]+|<)")


def written(formula: re.Match[str]) -> str:
    """What a match of FORMULA says in plain text; only what stands round it where that is the same in LaTeX."""
    latex_before, _, inside, latex_behind = formula.groups()
    if latex_before or latex_behind:
        return (latex_before or "") + (latex_behind or "")
    rows: list[tuple[str, list[str]]] = [("", [])]
    for end, name, empty, text in _PIECE.findall(inside):
        if text:
            rows[-1][1].append(text.strip())
        elif not end and not empty:
            rows.append((name, []))
        elif end and name == rows[-1][0]:
            _, parts = rows.pop()
            rows[-1][1].append(_FORMS.get(name, "".join)([part for part in parts if part]))
    return "".join("".join(part) for _, part in rows)


def script(sign: str, inside: str) -> str:
    """`^2`, `_{10}`: without its SIGN the number would be another one."""
    return f"{sign}{inside}" if len(inside) == 1 else f"{sign}{{{inside}}}"


def _scripts(signs: str) -> Callable[[list[str]], str]:
    return lambda parts: "".join(parts[:1] + [script(sign, part) for sign, part in zip(signs, parts[1:], strict=False)])


def _grouped(part: str) -> str:
    return part if re.fullmatch(r"\w*", part) else f"({part})"


_FORMS: dict[str, Callable[[list[str]], str]] = {
    "msup": _scripts("^"),
    "msub": _scripts("_"),
    "munder": _scripts("_"),
    "msubsup": _scripts("_^"),
    "munderover": _scripts("_^"),
    "mfrac": lambda parts: "/".join(_grouped(part) for part in parts),
    "msqrt": lambda parts: f"√{_grouped(''.join(parts))}",
    "mfenced": lambda parts: f"({','.join(parts)})",
    "annotation": lambda _: "",
    "annotation-xml": lambda _: "",
}
