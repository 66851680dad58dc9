"""Acts of few: join duplicates, say whom a case is about, open the vault."""

from typing import Any

from handlers.cases import rerouting
from handlers.cases.acts import Doing, Found, Outcome, Refused, found
from handlers.cases.concerning import AsIf, Concerning
from handlers.cases.room import room_of
from handlers.cases.telling import CARD_LIFE, subject, tell, tell_sender
from handlers.cases.visibility import WATCHING
from handlers.messages import Reply
from handlers.officers import Member, Role
from handlers.store import cases, publications, queueing
from handlers.store.records import audit
from handlers.store.states import OutboxKind, Priority
from handlers.store.waiting import waited
from handlers.vault import Identity, Vault
from handlers.wording import case_cards as wording
from handlers.wording.key_holders import unlocked_by
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.states import ENDED, About, CaseAct, CaseState


def join(doing: Doing, code: CaseCode, to: CaseCode) -> Outcome:
    """The same matter as another case: its sender gets that one's answer."""
    other = found(doing.work, doing.ward, doing.officer, to)
    if other is None or to == code:
        return Outcome(code, Refused.GONE)
    if CaseState(other.row.state) in ENDED:
        return Outcome(code, Refused.NOT_NOW)

    def change(seen: Found) -> dict[str, Any] | Refused:
        same = seen.facts.about is other.facts.about and seen.facts.barred == other.facts.barred
        # Two cases about different people are not one: who may see them differs.
        if not same:
            return Refused.NOT_NOW
        return {"joined_to": other.row.id, **waited(seen.row, doing.now)}

    done = doing.act(code, CaseAct.JOIN, change, note=str(to))
    row = cases.by_code(doing.work, code) if done.done else None
    if row is not None:
        for follower in cases.joined_to(doing.work, row.id):  # whoever was joined to it moves on
            cases.change(doing.work, follower.id, follower.version, {"joined_to": other.row.id})
        tell_sender(doing.work, row, "join", "", doing.now)
    return done


def mark(doing: Doing, code: CaseCode, person: Member | None) -> Outcome:
    """Say whom a case is about; None: nobody. Who holds it and may not see it loses it.

    Whose it is by that, and was not before, is told.
    """
    about = About.NOBODY
    if person is not None:
        about = About.HEAD if person.officer.has(Role.HEAD) else About.OFFICER

    def change(seen: Found) -> dict[str, Any] | Refused:
        officer = person.id if person is not None else None
        values: dict[str, Any] = {"about": about.value, "about_officer": officer, "named": "[]"}
        concerning = Concerning(doing.work, seen.room, doing.now)
        return values | concerning.without_holder(seen.row, AsIf(seen.row, values))

    before = rerouting.before(doing.work, doing.ward, code, doing.now)
    done = doing.act(code, CaseAct.MARK, change, note=about.value, internal=True)
    row = cases.by_code(doing.work, code) if done.done else None
    if row is not None:
        Concerning(doing.work, room_of(doing.work, row.commune), doing.now).take_cards_back(row)
        if about is not About.NOBODY:
            publications.take_down(doing.work, row.id, doing.now)
        rerouting.told_anew(doing.work, doing.ward, code, before, doing.now)
    return done


def unlock(doing: Doing, code: CaseCode, vault: Vault, why: str) -> Identity | Outcome:
    """Open who reported: recorded with its reason, told to heads and reviewers who see the case.

    Whoever opened it is told too: in their name somebody else may have. Where nobody else sees the
    case, nobody else would know; so administrators hear of each opening, of no case.
    """
    if not why.strip():
        return Outcome(code, Refused.NEEDS_REASON)
    seen = found(doing.work, doing.ward, doing.officer, code)
    if seen is None or CaseAct.UNLOCK not in seen.able:
        return Outcome(code, Refused.GONE)
    sealed = cases.sealed(doing.work, seen.row.id)
    if sealed is None:
        return Outcome(code, Refused.NOT_NOW)
    who = vault.open(code.full, sealed)
    by = f"officer:{doing.officer.id}"
    cases.record(doing.work, seen.row.id, CaseAct.UNLOCK, by, doing.now, words=why, internal=True)
    audit(doing.work, code.commune, by, "vault.opened", subject(seen.row), doing.now)
    blocks = wording.unlocked(code, doing.officer.name, why)
    key = f"case:{seen.row.id}:unlock:{doing.now.isoformat()}"
    tell(doing.work, seen.row, seen.facts, _watchers(seen), (key, blocks, doing.now))
    _tell_administrators(doing, seen, key)
    return who


def _tell_administrators(doing: Doing, seen: Found, key: str) -> None:
    """That a name was opened, and by whom: always, so that no single letter says of which case.

    One who watches too has the whole letter, or is whom the case is about: then none.
    """
    reply = Reply(tuple(unlocked_by(doing.officer.name)))
    for one in seen.room.having(Role.ADMIN):
        if one.officer.has(*WATCHING) or one.contact is None or one.endpoint is None:
            continue
        message = queueing.Message(
            key=f"{key}:{one.id}",
            reply=reply,
            due=doing.now,
            expires_at=doing.now + CARD_LIFE,
            kind=OutboxKind.OFFICER,
            priority=Priority.OFFICER,
        )
        queueing.queue(doing.work, seen.row.commune, one.endpoint, one.contact, message)


def _watchers(seen: Found) -> list[Member]:
    """Heads and reviewers who may see the case: whoever opens it, they know."""
    return seen.room.having(Role.HEAD, Role.REVIEWER)
