"""Ways people put it, learnt from questions: on trial, live, taken back; a row is never deleted."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import func, update
from sqlalchemy.orm import Session
from sqlmodel import col, select

from knowledge.catalogue_store.meta import bump, hold
from knowledge.catalogue_store.tables import ProcedureAlias
from knowledge.rows import table_of
from knowledge.text.folding import fold

_ALIAS: Final = table_of(ProcedureAlias)


class AliasState(StrEnum):
    """Where a learnt phrase stands."""

    TRIAL = "trial"
    CHECK = "check"
    """The gate is to try it, and only say what it finds."""
    ASKED = "asked"
    """Somebody with the right to has asked the gate to try it, and to let it live if it passes."""
    LIVE = "live"
    REVOKED = "revoked"


def propose(session: Session, code: str, phrase: str, by: str, now: datetime) -> int | None:
    """Put a phrase on trial; its number, None where the procedure has it or had it already."""
    key = fold(phrase)
    known = select(ProcedureAlias.id).where(
        col(ProcedureAlias.code) == code, col(ProcedureAlias.phrase_key) == key
    )
    if not key or session.execute(known).first() is not None:
        return None
    row = ProcedureAlias(
        code=code,
        phrase=phrase,
        phrase_key=key,
        state=AliasState.TRIAL,
        added_by=by,
        added_at=now,
    )
    session.add(row)
    session.flush()
    return row.id


def aliases(session: Session) -> Sequence[ProcedureAlias]:
    """Every learnt phrase, in order."""
    return list(session.execute(select(ProcedureAlias).order_by(col(ProcedureAlias.id))).scalars())


def newest(session: Session, first: int, most: int) -> Sequence[ProcedureAlias]:
    """One page of them, the newest first; `first` counts from nought."""
    found = select(ProcedureAlias).order_by(col(ProcedureAlias.id).desc())
    return list(session.execute(found.offset(first).limit(most)).scalars())


def waiting(session: Session, states: Collection[AliasState]) -> list[int]:
    """Numbers of those that stand in one of these, in order."""
    named = [one.value for one in states]
    found = select(_ALIAS.c.id).where(_ALIAS.c.state.in_(named)).order_by(_ALIAS.c.id)
    return list(session.execute(found).scalars())


def in_states(session: Session, states: Collection[AliasState] = tuple(AliasState)) -> int:
    """How many stand in one of these."""
    found = select(func.count()).where(col(ProcedureAlias.state).in_([one.value for one in states]))
    return int(session.execute(found).scalar_one())


def one_alias(session: Session, alias: int) -> ProcedureAlias | None:
    """A learnt phrase by its number."""
    return session.get(ProcedureAlias, alias, populate_existing=True)


def set_state(session: Session, alias: int, state: AliasState, now: datetime) -> bool:
    """Let a phrase live, or take it back: a new version of the catalogue; False if unknown."""
    hold(session)
    changed = (
        update(ProcedureAlias)
        .where(col(ProcedureAlias.id) == alias, col(ProcedureAlias.state) != state)
        .values(state=state.value)
        .returning(col(ProcedureAlias.id))
    )
    if session.execute(changed).first() is None:
        return False
    bump(session, now)
    return True


def note_verdict(session: Session, alias: int, verdict: str, now: datetime) -> None:
    """What the gate found; empty: it passed."""
    row = update(ProcedureAlias).where(col(ProcedureAlias.id) == alias)
    session.execute(row.values(verdict=verdict, tried_at=now))
