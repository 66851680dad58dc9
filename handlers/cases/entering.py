"""Feedback brought to the desk or by telephone, written down by an officer ("nhập hộ").

A telephone report counts only to the published number (NĐ 20/2008 art. 7). The same rules hold as
in the chat: complaints and denunciations are pointed away and not kept.
"""

import secrets
from dataclasses import dataclass

from handlers.cases.acts import Doing, Refused
from handlers.cases.room import asked_now, room_of
from handlers.cases.senders import apply
from handlers.commands import OpenCase
from handlers.officers import Role
from handlers.roles import Act, may
from handlers.store import cases
from handlers.store.records import audit, count
from handlers.vault import Identity, Vault
from knowledge.calendar import local
from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.clocks import CaseClocks, ClockName, shipped_rules
from knowledge.feedback.codes import ALPHABET, SECRET_LENGTH, CaseCode, hash_of
from knowledge.feedback.concern import concerned
from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.routing import unit_for
from knowledge.feedback.splitting import split
from knowledge.feedback.states import About


@dataclass(frozen=True, slots=True)
class Entered:
    """A case written down: its reference and the secret for its sender."""

    code: CaseCode
    secret: str


def enter(
    doing: Doing, kind: FeedbackKind, matter: str, who: Identity | None, vault: Vault
) -> Entered | FeedbackKind | About | Refused:
    """Open a case for somebody; a kind or `About.HEAD`: it goes another way and is not kept.

    `Refused.NOT_ALLOWED`: the officer's roles write nothing down, and nothing was.
    """
    if not may(doing.officer, Act.ENTER_CASE) or doing.officer.commune != doing.ward.commune.key:
        return Refused.NOT_ALLOWED
    work, ward, now = doing.work, doing.ward, doing.now
    parted = split(matter, shipped_reader(), shipped_cues())
    if parted.routed:
        count(work, ward.commune.key, f"routed.{parted.routed[0].value}", now)
        return parted.routed[0]
    room = room_of(work, ward.commune.key)
    heads = {one.id for one in room.having(Role.HEAD)}
    names = {one.id: one.officer.name for one in room.members}
    person = concerned(matter, names, heads)
    watching = [one for one in room.having(Role.REVIEWER) if one.id not in person.everybody]
    if person.about is About.HEAD and not watching:
        count(work, ward.commune.key, "routed.about_head", now)
        return About.HEAD
    unclear = kind is FeedbackKind.CONDUCT and person.about is About.NOBODY
    day, clocks = local(now).date(), CaseClocks(ward.calendar, shipped_rules())
    code = CaseCode(ward.commune.key, day, cases.next_number(work, ward.commune.key, day))
    secret = "".join(secrets.choice(ALPHABET) for _ in range(SECRET_LENGTH))
    unit = unit_for(ward.commune.feedback, kind, matter)
    command = OpenCase(
        code=code,
        secret_hash=hash_of(code, secret),
        kind=kind,
        matter=matter,
        since=now,
        first_due=clocks.due(ClockName.FIRST_REPLY, now).at,
        forward_due=clocks.due(ClockName.FORWARD, now).at,
        answer_due=clocks.answer_due(now).at,
        unit=unit,
        about=About.UNCLEAR if unclear else person.about,
        about_officer=person.officer,
        named=person.named,
        sealed=None if who is None else vault.seal(code.full, who),
        asked=asked_now(ward.commune, unit, now),
    )
    apply(work, "", 0, command, now)
    audit(
        work, code.commune, f"officer:{doing.officer.id}", "case.entered", f"case:{code.full}", now
    )
    return Entered(code, secret)
