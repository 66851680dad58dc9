"""Statements over what officers say of dossiers; the book the flow reads."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import bindparam, select, update

from handlers.duties.filing import Filing, NewDossier
from handlers.duties.tasks import HORIZON, Material
from handlers.duties.values import Case, Draft, DraftState, Refused, Said, Word, key_of
from handlers.officers import Member
from handlers.store import staff
from handlers.store.filing import propose
from handlers.store.inserting import insert_new, plain_insert
from handlers.store.tables import ApologyDraftRow, DossierWordRow, table_of
from handlers.store.unexplained import unexplained
from handlers.store.unit_of_work import Store, Work
from handlers.ward import Ward
from knowledge import dossier_store
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.statuses import DossierStatus

SHELF_LIFE: Final = timedelta(days=60)
"""How far back finished dossiers are asked after: of older ones the software was never told that
they were handed over, and a list nobody can finish is read by nobody."""

ENDED_LATELY: Final = timedelta(days=14)
"""How long what is wrong with an ended dossier stands in the lists, an early stop or a step that
cannot be; its notice would be of no use later."""
MOST_READ: Final = 400
"""Dossiers of a kind read for one agenda: the youngest; of older ones the number is told."""

_DRAFT = table_of(ApologyDraftRow)
_WORD = table_of(DossierWordRow)
_DOSSIER = table_of(dossier_store.DossierRow)
_DRAFT_COLUMNS = ("commune", "dossier", "by", "at", "new_due_at", "reason", "state", "note")
_ADD_WORD = plain_insert(_WORD)

_DRAFT_BY_ID = select(_DRAFT).where(
    _DRAFT.c.id == bindparam("draft"), _DRAFT.c.commune == bindparam("commune")
)
_OPEN_DRAFTS = (
    select(_DRAFT)
    .where(_DRAFT.c.commune == bindparam("commune"), _DRAFT.c.state == "open")
    .order_by(_DRAFT.c.id)
)
_OPEN_OF = select(_DRAFT).where(
    _DRAFT.c.dossier.in_(bindparam("dossiers", expanding=True)), _DRAFT.c.state == "open"
)
_DECIDE = (
    update(_DRAFT)
    .where(_DRAFT.c.id == bindparam("draft_id"), _DRAFT.c.state == "open")
    .values(
        state=bindparam("new_state"),
        decided_by=bindparam("who"),
        decided_at=bindparam("now"),
        note=bindparam("why"),
    )
    .returning(_DRAFT.c.id)
)
_WORDS_OF = (
    select(_WORD)
    .where(
        _WORD.c.dossier.in_(bindparam("dossiers", expanding=True)),
        _WORD.c.kind == Said.ON_TIME,
    )
    .order_by(_WORD.c.id)
)


def case(work: Work, commune: str, dossier: int, *, hold: bool = False) -> Case | None:
    """A dossier with what was said of it; `hold` keeps it from others until the commit."""
    load = dossier_store.hold if hold else dossier_store.by_id
    found = load(work.session, dossier)
    if found is None or found.commune != commune:
        return None
    return cases(work, (found,))[0]


def cases(work: Work, dossiers: Iterable[Dossier]) -> tuple[Case, ...]:
    """Dossiers with what was said of each."""
    listed = tuple(dossiers)
    if not listed:
        return ()
    values = {"dossiers": [one.id for one in listed]}
    drafts = {row.dossier: _draft(row) for row in work.run(_OPEN_OF, values).all()}
    words = {row.dossier: _word(row) for row in work.run(_WORDS_OF, values).all()}
    return tuple(Case(one, drafts.get(one.id), words.get(one.id)) for one in listed)


def draft(work: Work, commune: str, number: int) -> Draft | None:
    """A slip by its number."""
    row = work.run(_DRAFT_BY_ID, {"commune": commune, "draft": number}).first()
    return None if row is None else _draft(row)


def open_drafts(work: Work, commune: str) -> tuple[Draft, ...]:
    """Slips that wait for the head, oldest first."""
    return tuple(_draft(row) for row in work.run(_OPEN_DRAFTS, {"commune": commune}).all())


def add_draft(work: Work, commune: str, slip: Draft) -> int | None:
    """A new slip's number; None when one is open already."""
    row = {
        "commune": commune,
        "dossier": slip.dossier,
        "by": slip.by,
        "at": slip.at,
        "new_due_at": slip.new_due_at,
        "reason": slip.reason,
        "state": DraftState.OPEN,
        "note": "",
    }
    made: int | None = work.run(insert_new(_DRAFT, work.dialect, _DRAFT_COLUMNS), row).scalar()
    return made


def close_draft(
    work: Work, number: int, state: DraftState, by: int, now: datetime, note: str = ""
) -> bool:
    """Decide on an open slip; False if somebody had."""
    values = {"draft_id": number, "new_state": state, "who": by, "now": now, "why": note}
    return work.run(_DECIDE, values).scalar() is not None


def add_word(work: Work, dossier: Dossier, word: Word, words: str = "") -> None:
    """Keep what an officer said."""
    row = {
        "commune": dossier.commune,
        "dossier": dossier.id,
        "kind": word.kind,
        "by": word.by,
        "at": word.at,
        "about": word.about,
        "words": words,
    }
    work.run(_ADD_WORD, row)


class StoredDuties:
    """The `DutyBook` of `handlers.desk`, read from the store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def members(self, commune: str) -> tuple[Member, ...]:
        """Every officer."""
        with self._store.read() as work:
            return staff.members(work, commune)

    def case(self, commune: str, dossier: int) -> Case | None:
        """A dossier by its number."""
        with self._store.read() as work:
            return case(work, commune, dossier)

    def find(self, commune: str, code: str) -> Case | None:
        """A dossier by its canonical code."""
        with self._store.read() as work:
            found = dossier_store.find(work.session, commune, code)
            return None if found is None else cases(work, (found,))[0]

    def by_token(self, commune: str, token: str) -> Case | None:
        """A dossier by the token of its QR code."""
        with self._store.read() as work:
            found = dossier_store.by_token(work.session, token)
            if found is None or found.commune != commune:
                return None
            return cases(work, (found,))[0]

    def slip(self, commune: str, number: int) -> tuple[Case, Draft] | None:
        """An apology slip with its dossier."""
        with self._store.read() as work:
            found = draft(work, commune, number)
            of = None if found is None else case(work, commune, found.dossier)
            return None if found is None or of is None else (of, found)

    def slips(self, commune: str) -> tuple[tuple[Case, Draft], ...]:
        """Every slip that waits for the head."""
        with self._store.read() as work:
            return slips(work, commune)

    def unconfirmed(self, commune: str, now: datetime) -> tuple[Case, ...]:
        """Finished dossiers of which the desk has not said that they are ready."""
        with self._store.read() as work:
            return unconfirmed(work, commune, now)

    def material(self, commune: str, now: datetime) -> Material:
        """All that an agenda is made of."""
        with self._store.read() as work:
            return material(work, commune, now)

    def propose(self, ward: Ward, filing: Filing, now: datetime) -> NewDossier | Refused:
        """What the receipt of a dossier filed at our desk will say."""
        with self._store.read() as work:
            return propose(work, ward, filing, now)


def material(
    work: Work, commune: str, now: datetime, answered_since: datetime | None = None
) -> Material:
    """All that the agendas of one moment are made of, read once for all officers.

    With `answered_since` also the dossiers answered since then: the morning list tells late ones.
    """
    session = work.session
    due = dossier_store.due_ids(session, commune, now + HORIZON)
    unseen = dossier_store.ids_with_status(session, commune, DossierStatus.REGISTERED)
    land = dossier_store.fiscal_ids(session, commune, now + HORIZON)
    broken = _to_decide(work, commune, now)
    kinds = (due, unseen, land, broken)
    read = list(dict.fromkeys(number for ids in kinds for number in ids[-MOST_READ:]))
    place = {number: at for at, number in enumerate(read)}
    loaded = sorted(dossier_store.load(session, read), key=lambda one: place[one.id])
    late = unexplained(work, commune, now - SHELF_LIFE)
    answered = []
    if answered_since is not None:
        answered = dossier_store.answered_ids(session, commune, answered_since)
    return Material(
        staff.members(work, commune),
        cases(work, loaded),
        unconfirmed(work, commune, now),
        cases(work, dossier_store.load(session, late[:MOST_READ])),
        slips(work, commune),
        dossier_store.copied_at(session, commune),
        answered=tuple(Case(one) for one in dossier_store.load(session, answered[-MOST_READ:])),
        left_out=max(0, len(due) - MOST_READ),
        unlooked_out=max(0, len(unseen) - MOST_READ),
        unexplained_out=max(0, len(late) - MOST_READ),
    )


def _to_decide(work: Work, commune: str, now: datetime) -> list[int]:
    """Dossiers a rule may wait for a person at, however far off their date, or without one."""
    session = work.session
    waits = dossier_store.ids_with_status(session, commune, DossierStatus.SUPPLEMENT_NEEDED)
    stopped = dossier_store.ids_with_status(
        session, commune, DossierStatus.STOPPED, since=now - ENDED_LATELY
    )
    flagged = dossier_store.flagged_ids(session, commune, now - ENDED_LATELY)
    return sorted({*flagged, *waits, *stopped})


def slips(work: Work, commune: str) -> tuple[tuple[Case, Draft], ...]:
    """Every slip that waits for the head, with its dossier."""
    listed = open_drafts(work, commune)
    loaded = dossier_store.load(work.session, [one.dossier for one in listed])
    by_id = {one.dossier.id: one for one in cases(work, loaded)}
    return tuple((by_id[one.dossier], one) for one in listed if one.dossier in by_id)


def unconfirmed(work: Work, commune: str, now: datetime) -> tuple[Case, ...]:
    """Finished dossiers not confirmed ready, in the order they were finished."""
    ids = dossier_store.unconfirmed_ids(work.session, commune, now - SHELF_LIFE)
    loaded = dossier_store.load(work.session, ids)
    loaded.sort(key=lambda one: (one.done_at is not None, one.done_at, one.id))
    return cases(work, loaded)


def on_time_of(dossier: Dossier, by: int, now: datetime) -> Word:
    """What "Kịp" says: of the date that holds now."""
    due = dossier.watched_due_at
    return Word(Said.ON_TIME, by, now, key_of(due) if due is not None else "")


def _draft(row: Any) -> Draft:  # noqa: ANN401 - a result row
    return Draft(
        row.id,
        row.dossier,
        row.by,
        row.at,
        row.new_due_at,
        row.reason,
        DraftState(row.state),
        row.decided_by,
        row.decided_at,
        row.note,
    )


def _word(row: Any) -> Word:  # noqa: ANN401 - a result row
    return Word(Said(row.kind), row.by, row.at, row.about)
