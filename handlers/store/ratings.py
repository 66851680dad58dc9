"""Statements of ratings: kept without who gave them, counted without small groups (R-2)."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select, update

from handlers.dossier_commands import Rate
from handlers.ratings import LOW
from handlers.store.inserting import insert_new
from handlers.store.tables import RatingRow, table_of
from handlers.store.unit_of_work import Store, Work

FEWEST: Final = 5
"""R-2: below so many answers a breakdown could tell who gave one."""

_RATING: Final = table_of(RatingRow)
_COLUMNS: Final = ("dossier", "commune", "score", "criterion", "words", "at")
_AT: Final = select(_RATING.c.at).where(_RATING.c.dossier == bindparam("of"))
_of: Final = _RATING.c.dossier == bindparam("of")
_SCORE: Final = (
    update(_RATING).where(_of).values(score=bindparam("now_score"), criterion=None, words=None)
)
_CRITERION: Final = update(_RATING).where(_of).values(criterion=bindparam("group"))
_WORDS: Final = update(_RATING).where(_of).values(words=bindparam("said"))
_SINCE: Final = select(_RATING.c.score, _RATING.c.criterion).where(
    _RATING.c.commune == bindparam("of_commune"),
    _RATING.c.at >= bindparam("since"),
    _RATING.c.at < bindparam("until"),
)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Answers of a period; without a breakdown when there are too few."""

    answers: int
    satisfied: int | None = None
    """Scores of 4 and 5."""
    scores: dict[int, int] = field(default_factory=dict)
    criteria: dict[str, int] = field(default_factory=dict)


class StoredRatings:
    """The `RatingBook` of `handlers.ratings`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rated_at(self, dossier: int) -> datetime | None:
        """When it was first rated."""
        with self._store.read() as work:
            at: datetime | None = work.run(_AT, {"of": dossier}).scalar()
            return at


def rate(work: Work, commune: str, given: Rate, now: datetime) -> None:
    """Keep a score, or what was said about it; a new score forgets what was said of the old."""
    if given.score is not None:
        row = {
            "dossier": given.dossier,
            "commune": commune,
            "score": given.score,
            "criterion": None,
            "words": None,
            "at": now,
        }
        if work.run(insert_new(_RATING, work.dialect, _COLUMNS), row).first() is None:
            work.run(_SCORE, {"of": given.dossier, "now_score": given.score})
    if given.criterion is not None:
        work.run(_CRITERION, {"of": given.dossier, "group": given.criterion})
    if given.words is not None:
        work.run(_WORDS, {"of": given.dossier, "said": given.words})


def satisfaction(work: Work, commune: str, since: datetime, until: datetime) -> Satisfaction:
    """What people answered from `since` up to `until`."""
    values = {"of_commune": commune, "since": since, "until": until}
    rows = work.run(_SINCE, values).all()
    if len(rows) < FEWEST:
        return Satisfaction(len(rows))
    return Satisfaction(
        len(rows),
        sum(row.score > LOW for row in rows),
        dict(Counter(row.score for row in rows)),
        dict(Counter(row.criterion for row in rows if row.criterion)),
    )
