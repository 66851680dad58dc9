"""Statements of what is published: shown, withdrawn, and the page's lists."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, func, select, update

from handlers.store import cases
from handlers.store.inserting import insert_new
from handlers.store.tables import PublicationRow, table_of
from handlers.store.unit_of_work import Work
from knowledge.feedback.states import CaseAct

SYSTEM: Final = "system"
_SHOWN = table_of(PublicationRow)
_COLUMNS: Final = (
    "commune", "case", "kind", "unit", "question", "answer", "pictures", "answered_on",
    "published_at", "published_by", "withdrawn_by",
)  # fmt: skip
_live = (_SHOWN.c.withdrawn_at.is_(None), _SHOWN.c.question.is_not(None))
_of_commune = _SHOWN.c.commune == bindparam("of_commune")
_ONE = select(_SHOWN).where(_of_commune, _SHOWN.c.id == bindparam("number"))
_OF_CASE = select(_SHOWN).where(_SHOWN.c.case == bindparam("of_case"), *_live)
_PAGE = (
    select(_SHOWN)
    .where(_of_commune, *_live)
    .order_by(_SHOWN.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("skip"))
)
_NUMBER = select(func.count()).select_from(_SHOWN).where(_of_commune, *_live)
_KEYS = select(_SHOWN.c.pictures).where(_SHOWN.c.pictures.is_not(None))
_WITHDRAW = (
    update(_SHOWN)
    .where(_SHOWN.c.case == bindparam("of_case"), _SHOWN.c.withdrawn_at.is_(None))
    .values(
        question=None,
        answer=None,
        pictures=None,
        withdrawn_at=bindparam("at"),
        withdrawn_by=bindparam("by"),
    )
)
_PICTURES = (
    update(_SHOWN).where(_SHOWN.c.id == bindparam("number")).values(pictures=bindparam("keys"))
)


def add(work: Work, values: Mapping[str, Any]) -> int:
    """Show it; its number on the page."""
    row = {"withdrawn_by": "", "pictures": None, **values}
    return int(work.run(insert_new(_SHOWN, work.dialect, _COLUMNS), row).scalar_one())


def keep_pictures(work: Work, number: int, keys: Sequence[str]) -> None:
    """These blocked copies belong to it."""
    work.run(_PICTURES, {"number": number, "keys": json.dumps(list(keys))})


def live_of(work: Work, case: int) -> Any | None:  # noqa: ANN401 - a result row
    """What is shown of a case now."""
    return work.run(_OF_CASE, {"of_case": case}).first()


def withdraw(work: Work, case: int, by: str, now: datetime) -> bool:
    """Take it from the page, its words and pictures at once; False when nothing is shown."""
    row = live_of(work, case)
    if row is None:
        return False
    work.freed += keys_of(row)
    work.run(_WITHDRAW, {"of_case": case, "at": now, "by": by})
    work.erased = True
    return True


def take_down(work: Work, case: int, now: datetime, by: str = SYSTEM) -> None:
    """Withdraw what is shown without an officer's act, and write it into the case's history."""
    if withdraw(work, case, by, now):
        cases.record(work, case, CaseAct.UNPUBLISH, by, now)


def one(work: Work, commune: str, number: int) -> Any | None:  # noqa: ANN401
    """A publication, shown or withdrawn; None: there never was one."""
    return work.run(_ONE, {"of_commune": commune, "number": number}).first()


def page(work: Work, commune: str, limit: int, skip: int = 0) -> list[Any]:
    """What is shown, the newest first."""
    return list(work.run(_PAGE, {"of_commune": commune, "limit": limit, "skip": skip}).all())


def number(work: Work, commune: str) -> int:
    """How many are shown."""
    return int(work.run(_NUMBER, {"of_commune": commune}).scalar_one())


def keys_of(row: Any) -> list[str]:  # noqa: ANN401
    """Keys of a publication's pictures, in order."""
    return [str(key) for key in json.loads(row.pictures or "[]")]


def kept_keys(work: Work) -> set[str]:
    """Keys of all published pictures."""
    return {str(key) for found in work.run(_KEYS).scalars() for key in json.loads(found)}
