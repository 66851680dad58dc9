"""A broadcast as named facts, for channels that take templates only beyond a window. Pure."""

import re
from collections.abc import Mapping
from typing import Final

from handlers.broadcast import Broadcast
from handlers.broadcast_texts import fields
from handlers.messages import CODE_FACT, Form
from handlers.ward import Ward
from knowledge.commune import Commune

OF_BROADCASTS: Final = "broadcast"
"""Kinds of these forms begin so; the topic follows after a point."""
TEXT: Final = "noi_dung"
"""The fact that is the whole text in one line."""
FIELD_NAME: Final = re.compile(r"[a-z0-9_]{1,40}")


def kind_of(one: Broadcast) -> str:
    """Under which a template for it stands in the settings."""
    return f"{OF_BROADCASTS}.{one.topic}"


def facts_of(commune: Commune, one: Broadcast, text: str, own: Mapping[str, str]) -> dict[str, str]:
    """What a template's fields may be filled with; `own` are those of one recipient's row."""
    known = fields(commune, {**one.values, **own}, one.on)
    return {**known, TEXT: " ".join(text.split())}


def form_of(ward: Ward, one: Broadcast, text: str, own: Mapping[str, str]) -> Form | None:
    """Its facts, where an account of the ward has a template for its topic; no other is kept."""
    kind = kind_of(one)
    needed = ward.forms.get(kind)
    if needed is None:
        return None
    known = facts_of(ward.commune, one, text, own)
    values = ((name, known.get(name, "").strip()) for name in sorted(needed - {CODE_FACT}))
    return Form(kind, tuple(values))
