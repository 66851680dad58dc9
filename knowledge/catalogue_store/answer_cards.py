"""Cards made from officers' answers: on trial, live, taken back; a row is never deleted."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, func, select, update
from sqlalchemy.orm import Session

from knowledge.catalogue_store.aliases import AliasState
from knowledge.catalogue_store.meta import bump, hold
from knowledge.catalogue_store.tables import AnswerCard
from knowledge.own_cards import CardText, Drafted, OwnCard
from knowledge.rows import table_of

_CARD: Final = table_of(AnswerCard)
TRIAL_LASTS: Final = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Card:
    """A card with what became of it."""

    own: OwnCard
    kept: tuple[str, ...]
    replaces: int | None
    state: AliasState
    added_by: str
    tried_at: datetime | None
    verdict: str

    @property
    def number(self) -> int:
        """Its number."""
        return self.own.number


def propose(session: Session, commune: str, drafted: Drafted, by: str, now: datetime) -> int:
    """Put a card on trial; its number."""
    text = drafted.text
    row = AnswerCard(
        commune=commune,
        title=text.title,
        phrases=json.dumps(text.phrases, ensure_ascii=False),
        body=text.body,
        kept=json.dumps(drafted.kept, ensure_ascii=False),
        answered_by=drafted.answered_by,
        answered_on=drafted.answered_on,
        review_by=drafted.review_by,
        replaces=drafted.replaces,
        state=AliasState.TRIAL,
        added_by=by,
        added_at=now,
    )
    session.add(row)
    session.flush()
    return int(row.id or 0)


def cards(session: Session, commune: str) -> Sequence[Card]:
    """Every card of a commune, in order."""
    rows = select(_CARD).where(_CARD.c.commune == commune).order_by(_CARD.c.id)
    return [_card(row) for row in session.execute(rows)]


def newest(session: Session, commune: str, first: int, most: int) -> Sequence[Card]:
    """One page of those that still have their words, the newest first."""
    found = select(_CARD).where(*_worded(commune)).order_by(_CARD.c.id.desc())
    return [_card(row) for row in session.execute(found.offset(first).limit(most))]


def in_states(
    session: Session, commune: str, states: Collection[AliasState] = tuple(AliasState)
) -> int:
    """How many of those stand in one of these."""
    of = _CARD.c.state.in_([one.value for one in states])
    found = select(func.count()).where(*_worded(commune), of)
    return int(session.execute(found).scalar_one())


def live_cards(session: Session, commune: str) -> tuple[OwnCard, ...]:
    """What answers citizens now, the newest first."""
    live = [one.own for one in cards(session, commune) if one.state is AliasState.LIVE]
    return tuple(reversed(live))


def one_card(session: Session, commune: str, number: int) -> Card | None:
    """A card of the commune by its number."""
    row = session.get(AnswerCard, number, populate_existing=True)
    return _card(row) if row is not None and row.commune == commune else None


def set_state(session: Session, number: int, state: AliasState, now: datetime) -> bool:
    """Let a card live (and end the one it replaces), or take it back; False if nothing changed.

    A new version of the catalogue: every process reads it anew.
    """
    hold(session)
    changed = (
        update(_CARD)
        .where(_CARD.c.id == number, _CARD.c.state != state)
        .values(state=state.value)
        .returning(_CARD.c.replaces)
    )
    row = session.execute(changed).first()
    if row is None:
        return False
    if state is AliasState.LIVE and row[0] is not None:
        old = update(_CARD).where(_CARD.c.id == row[0])
        session.execute(old.values(state=AliasState.REVOKED.value))
    bump(session, now)
    return True


def review(session: Session, number: int, until: date, now: datetime) -> None:
    """Still right: told without a word of doubt until another day."""
    hold(session)
    row = update(_CARD).where(_CARD.c.id == number)
    session.execute(row.values(review_by=until))
    bump(session, now)


def drop(session: Session, number: int, now: datetime) -> bool:
    """Give up a card that never was live: its words go, since nobody has cleared them."""
    if not set_state(session, number, AliasState.REVOKED, now):
        return False
    row = update(_CARD).where(_CARD.c.id == number)
    session.execute(row.values(title="", phrases="[]", body="", kept="[]", verdict=""))
    return True


def lapsed(session: Session, now: datetime) -> list[int]:
    """What lay on trial longer than anybody remembers why."""
    old = (
        select(_CARD.c.id)
        .where(_CARD.c.state == AliasState.TRIAL.value)
        .where(_CARD.c.added_at < now - TRIAL_LASTS)
    )
    return list(session.execute(old).scalars())


def note_verdict(session: Session, number: int, verdict: str, now: datetime) -> None:
    """What the gate found; empty: it passed."""
    row = update(_CARD).where(_CARD.c.id == number)
    session.execute(row.values(verdict=verdict, tried_at=now))


def _worded(commune: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _CARD.c.commune == commune, _CARD.c.title != ""


def _card(row: AnswerCard | Row[Any]) -> Card:
    text = CardText(row.title, tuple(json.loads(row.phrases)), row.body)
    number = int(row.id or 0)
    return Card(
        own=OwnCard(number, text, row.answered_by, row.answered_on, row.review_by),
        kept=tuple(json.loads(row.kept)),
        replaces=row.replaces,
        state=AliasState(row.state),
        added_by=row.added_by,
        tried_at=row.tried_at,
        verdict=row.verdict,
    )
