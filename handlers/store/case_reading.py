"""Cases as the flow reads them: the port of `handlers.feedback.ports` on the store."""

import hmac
import secrets
from datetime import datetime

from handlers.feedback.ports import CaseView, Concern, Fresh, SaidPart
from handlers.messages import Address
from handlers.officers import Role
from handlers.store import case_said, cases, staff
from handlers.store.sealing import seal
from handlers.store.unit_of_work import Store, Work
from handlers.vault import Identity, Vault
from knowledge.calendar import local
from knowledge.feedback.codes import ALPHABET, SECRET_LENGTH, CaseCode, hash_of
from knowledge.feedback.concern import concerned
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import CaseState

ANSWERS = frozenset({"answer", "refuse", "forward"})
"""Acts whose words are the ward's answer."""


class StoredCases:
    """Reads cases for their senders; seals who they are."""

    def __init__(self, store: Store, vault: Vault) -> None:
        self._store = store
        self._vault = vault

    def fresh(self, commune: str, now: datetime) -> Fresh:
        """The next reference of the day; another process may take it first."""
        day = local(now).date()
        with self._store.read() as work:
            number = cases.next_number(work, commune, day)
        secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))
        return Fresh(CaseCode(commune, day, number), secret)

    def seal(self, code: CaseCode, name: str, phone: str, *, to_call: bool = False) -> str:
        """Who the sender is, unreadable without the key; `to_call`: a number officers read."""
        with self._store.read() as work:
            return seal(work, self._vault, code, Identity(name, phone), to_call=to_call)

    def concern(self, commune: str, text: str) -> Concern:
        """Whom words are about, by the names of those in office."""
        with self._store.read() as work:
            members = [one for one in staff.members(work, commune) if one.left_at is None]
        names = {one.id: one.officer.name for one in members}
        heads = {one.id for one in members if one.officer.has(Role.HEAD)}
        found = concerned(text, names, heads)
        reviewer = any(
            one.officer.has(Role.REVIEWER) and one.id not in found.everybody for one in members
        )
        return Concern(found.about, found.officer, found.named, reviewer)

    def mine(self, address: Address) -> tuple[CaseView, ...]:
        """Cases of this chat, newest first."""
        with self._store.read() as work:
            found = cases.of_contact(work, address.contact)
            return tuple(view(work, row) for row in found if _shown(row))

    def own(self, address: Address, code: CaseCode) -> CaseView | None:
        """A case, if it is of this chat."""
        with self._store.read() as work:
            row = cases.by_code(work, code)
            if row is None or row.contact is None or row.contact != address.contact:
                return None
            return view(work, row) if _shown(row) else None

    def said(self, address: Address, message: str) -> SaidPart | None:
        """The case of this chat that a message is part of, by the channel's id."""
        with self._store.read() as work:
            found = case_said.find(work, address.contact, message)
            row = None if found is None else cases.by_id(work, found.case)
            if found is None or row is None or not _shown(row):
                return None
            return SaidPart(view(work, row), (found.event, found.part))

    def opened(self, code: CaseCode, secret: str) -> CaseView | None:
        """A case by its reference and secret; unknown and wrong look alike."""
        with self._store.read() as work:
            row = cases.by_code(work, code)
            known = (row.secret_hash if row is not None else None) or "0" * 64
            fits = hmac.compare_digest(known, hash_of(code, secret))
            return view(work, row) if row is not None and fits and _shown(row) else None


def _shown(row: cases.Row) -> bool:
    """Abuse that waits for its review has no sender who was promised anything."""
    return bool(row.kind != FeedbackKind.ABUSE)


def view(work: Work, row: cases.Row) -> CaseView:
    """A row as its sender sees it: nothing among colleagues, no officer's name."""
    answer = asked = None
    told_of = row.joined_to if row.state == CaseState.JOINED and row.joined_to else row.id
    for event in cases.events(work, told_of):
        if event.internal:
            continue
        if event.act in ANSWERS:
            answer = event.words
        elif event.act == "ask" and told_of == row.id:
            asked = event.words
    return CaseView(
        id=row.id,
        code=cases.code_of(row),
        kind=FeedbackKind(row.kind),
        state=CaseState(row.state),
        unit=row.unit,
        received_at=row.received_at,
        answer_due=row.answer_due,
        answered_at=row.answered_at,
        answer=answer,
        asked=asked,
        reopened=row.reopened_at is not None,
        anonymous=row.anonymous,
        held=row.officer is not None,
        rated_at=row.rated_at,
    )
