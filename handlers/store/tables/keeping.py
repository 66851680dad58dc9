"""How long a table keeps what it holds; every table declares it, the purge obeys it."""

from dataclasses import dataclass
from enum import StrEnum


class Purge(StrEnum):
    """What happens to a row whose time is over."""

    DELETE = "delete"
    CLEAR = "clear"
    """Null the columns in `clears`, keep the row for counting."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One retention rule: rows whose `column` is more than `days` ago."""

    column: str
    days: int
    action: Purge = Purge.DELETE
    clears: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Only rows whose column holds one of these values."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Why a table is kept, and the rules that end it. No rule: kept, and `reason` says why."""

    reason: str
    rules: tuple[Rule, ...] = ()


def keep(reason: str, *rules: Rule) -> dict[str, object]:
    """The `info` of a table: its retention (domain.md §9)."""
    return {"retention": Retention(reason, rules)}
