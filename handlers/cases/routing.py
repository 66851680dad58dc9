"""A case that is a complaint or a denunciation after all: pointed to its law, and not kept (F-11).

What no word gave away when it was told, an officer sees when reading it. One transaction takes
every word of it; the number stays, seen by heads and reviewers, and they are told who did it:
otherwise it would be a way to make a report vanish.
"""

import json
from datetime import timedelta
from functools import cache
from typing import Any, Final

from handlers.cases import groups
from handlers.cases.acts import Doing, Found, Outcome, Refused
from handlers.cases.room import room_of
from handlers.cases.telling import tell
from handlers.cases.visibility import WATCHING
from handlers.messages import Reply
from handlers.officers import Role
from handlers.store import cases, queueing, together
from handlers.store.records import count
from handlers.store.states import OutboxKind, Priority
from handlers.store.unkeeping import unkeep
from handlers.wording import guide
from handlers.wording import routing as wording
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import ROUTED, FeedbackKind
from knowledge.feedback.states import About, CaseAct
from knowledge.guidance import Card
from knowledge.loading import load_guidance

ROADS: Final = {FeedbackKind.COMPLAINT: "khieu_nai", FeedbackKind.DENUNCIATION: "to_cao"}
"""The card that tells the law's own road."""
LIFE: Final = timedelta(days=60)
"""Who waits for an answer is told as long as an answer would have waited for them."""


def route(doing: Doing, code: CaseCode, kind: FeedbackKind) -> Outcome:
    """Wipe it, tell its sender the law's road, tell who watches."""
    if kind not in ROUTED:
        return Outcome(code, Refused.NOT_NOW)
    before: list[cases.Row] = []

    def change(seen: Found) -> dict[str, Any] | Refused:
        # Before the act itself: it ends by writing to groups what holds from now on.
        before.append(seen.row)
        unkeep(doing.work, seen.row, doing.now)
        return {**_EMPTY, "kind": kind.value, "closed_at": doing.now, **_hidden(seen)}

    done = doing.act(code, CaseAct.ROUTE, change, note=kind.value)
    if not done.done:
        return done
    work, now, row = doing.work, doing.now, before[0]
    if (heir := together.part(work, row.id, now)) is not None:
        groups.refresh(work, heir, now, calendar=doing.ward.calendar)
    _tell_sender(doing, row, kind)
    _tell_watchers(doing, code, kind)
    count(work, code.commune, f"routed.{kind}", now)
    return done


def said(doing: Doing, code: CaseCode, kind: str) -> Outcome:
    """The same, the kind as a command carries it."""
    return route(doing, code, FeedbackKind(kind))


_EMPTY: Final[dict[str, Any]] = {
    **dict.fromkeys(("contact", "matter", "place", "dossier", "secret_hash", "officer")),
    **dict.fromkeys(("about_officer", "waiting_since", "late_reason", "joined_to")),
    "urgent": False,
}


def _hidden(seen: Found) -> dict[str, str]:
    """Nothing says whom it was about; a head or reviewer it was about does not see its number."""
    head = seen.facts.about is About.HEAD
    watching = {one.id for one in seen.room.members if one.officer.has(*WATCHING)}
    named = [] if head else sorted(watching & seen.facts.barred)
    about = About.HEAD if head else About.NOBODY
    return {"about": about.value, "named": json.dumps(named)}


def _tell_sender(doing: Doing, row: cases.Row, kind: FeedbackKind) -> None:
    """No subject: what they answer belongs to no case any more."""
    if row.contact is None or row.endpoint is None:
        return
    facts = doing.ward.commune.facts()
    blocks = (*wording.to_sender(cases.code_of(row), kind), *guide.card(_cards()[kind], facts))
    message = queueing.Message(
        key=f"case:{row.id}:routed",
        reply=Reply(blocks),
        due=doing.now,
        expires_at=doing.now + LIFE,
        kind=OutboxKind.NOTICE,
        priority=Priority.NOTICE,
    )
    queueing.queue(doing.work, row.commune, row.endpoint, row.contact, message)


def _tell_watchers(doing: Doing, code: CaseCode, kind: FeedbackKind) -> None:
    row = cases.by_code(doing.work, code)
    if row is None:
        return
    room = room_of(doing.work, row.commune)
    blocks = wording.to_watchers(code, kind, doing.officer.name)
    said = (f"case:{row.id}:routed:told", blocks, doing.now)
    tell(doing.work, row, room.facts(row), room.having(Role.HEAD, Role.REVIEWER), said)


@cache
def _cards() -> dict[FeedbackKind, Card]:
    shipped = {one.key: one for one in load_guidance().cards}
    return {kind: shipped[key] for kind, key in ROADS.items()}
