"""How satisfied senders were with answers: counted by whole months, never by case (R-2)."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select

from handlers.ratings import LOW
from handlers.store.ratings import FEWEST, Satisfaction
from handlers.store.tables import CaseRow, table_of
from handlers.store.unit_of_work import Work

_CASE: Final = table_of(CaseRow)
_RATED: Final = select(_CASE).where(
    _CASE.c.commune == bindparam("of_commune"),
    _CASE.c.rated_at >= bindparam("since"),
    _CASE.c.rated_at < bindparam("until"),
    _CASE.c.score.is_not(None),
)


def satisfaction_with_cases(
    work: Work, commune: str, since: datetime, until: datetime, sees: Callable[[Any], bool]
) -> Satisfaction:
    """What senders answered from `since` to before `until`; no breakdown below five answers.

    Only of cases the reader `sees`: a figure over all would count those about them.
    """
    values = {"of_commune": commune, "since": since, "until": until}
    rows = [row for row in work.run(_RATED, values).all() if sees(row)]
    if len(rows) < FEWEST:
        return Satisfaction(len(rows))
    return Satisfaction(
        len(rows),
        sum(row.score > LOW for row in rows),
        dict(Counter(row.score for row in rows)),
        dict(Counter(row.criterion for row in rows if row.criterion)),
    )
