"""The settings as keywords are those of the models, name by name and type by type."""

from __future__ import annotations

from os import PathLike
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from schemas import keywords, settings


@pytest.mark.parametrize("name", ["Settings", "Gate", "RuleLimit", "Ignore"])
def test_keywords_are_the_settings(name: str) -> None:
    model, typed = getattr(settings, name), getattr(keywords, f"{name}Keywords")
    hints = get_type_hints(typed)
    assert {key: _plain(hint) for key, hint in hints.items()} == {
        key: _plain(hint) for key, hint in get_type_hints(model).items() if key in model.model_fields
    }
    assert typed.__required_keys__ == {key for key, field in model.model_fields.items() if field.is_required()}


def _plain(hint: Any) -> Any:
    """HINT; a list, or the path that a text may be as well, as both sides write it."""
    origin, inside = get_origin(hint), get_args(hint)
    if origin in {Union, UnionType}:
        kinds = {_plain(one) for one in inside if get_origin(one) is not PathLike}
        return kinds.pop() if len(kinds) == 1 else kinds
    if origin in {tuple, keywords.Several}:
        return "list", _plain(inside[0])
    return hint.__name__.removesuffix("Keywords") if isinstance(hint, type) else hint
