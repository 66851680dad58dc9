"""Feedback brought to the desk or by telephone, written down by an officer ("nhập hộ").

A telephone report counts only to the published number (NĐ 20/2008 art. 7). The same rules hold as
in the chat: complaints and denunciations are pointed away and not kept, of mixed words only the
feedback is (F-7), what may be a denunciation is asked about first, and the dossier complained of
is looked up. Its four digits are not asked for: the officer sees the register anyway.
"""

import secrets
from dataclasses import dataclass, replace
from enum import StrEnum

from handlers.cases.acts import Doing, Refused
from handlers.cases.room import asked_now, room_of
from handlers.cases.senders import apply
from handlers.commands import OpenCase
from handlers.feedback.delays import register_says
from handlers.messages import Block, Paragraph
from handlers.officers import Role
from handlers.roles import Act, may
from handlers.store import cases
from handlers.store.dossiers import field_of
from handlers.store.records import audit, count
from handlers.store.sealing import seal
from handlers.vault import Identity, Vault
from handlers.wording.feedback import NOT_IN_REGISTER
from knowledge import dossier_store
from knowledge.calendar import local
from knowledge.feedback.classifying import shipped_reader
from knowledge.feedback.clocks import CaseClocks, ClockName, shipped_rules
from knowledge.feedback.codes import ALPHABET, SECRET_LENGTH, CaseCode, hash_of
from knowledge.feedback.concern import concerned
from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.routing import unit_for
from knowledge.feedback.splitting import Split, split
from knowledge.feedback.states import About
from knowledge.redaction.never import Person, unnamed
from knowledge.text.codes import dossier_codes


class Doubt(StrEnum):
    """What is asked of the person before anything is written down."""

    PLAIN = "plain"
    """Whether they report how they were served, or a breach of law: no word says."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says at the desk."""

    kind: FeedbackKind
    matter: str
    who: Identity | None = None
    place: str = ""
    plain: bool = False
    """Asked, they said it is no complaint and no denunciation."""


@dataclass(frozen=True, slots=True)
class Entered:
    """A case written down: its reference and the secret for its sender."""

    code: CaseCode
    secret: str
    urgent: bool = False
    """It tells of danger: the numbers to call come first."""
    routed: tuple[FeedbackKind, ...] = ()
    """Kinds of the parts that were not kept: they are pointed to their own road."""
    register: tuple[Block, ...] = ()
    """Where the dossier complained of stands."""


@dataclass(frozen=True, slots=True)
class _Looked:
    """The dossier whose code was told, if the register has it."""

    dossier: int | None = None
    field: str = ""
    says: tuple[Block, ...] = ()


def enter(
    doing: Doing, told: Told, vault: Vault
) -> Entered | FeedbackKind | About | Doubt | Refused:
    """Open a case for somebody; a kind or `About.HEAD`: it goes another way and is not kept.

    `Refused.NOT_ALLOWED`: the officer's roles write nothing down, and nothing was. A `Doubt` is
    asked first; nothing was kept either.
    """
    if not may(doing.officer, Act.ENTER_CASE) or doing.officer.commune != doing.ward.commune.key:
        return Refused.NOT_ALLOWED
    parted = split(told.matter, shipped_reader(), shipped_cues())
    taken = replace(told, matter=parted.taken if parted.routed else told.matter)
    other = _another_way(doing, taken, parted)
    return other or _opened(doing, taken, vault, parted.routed)


def _another_way(doing: Doing, told: Told, parted: Split) -> FeedbackKind | Doubt | None:
    """The road of what is no feedback, counted; None: something is to be taken."""
    if parted.taken and not told.plain and shipped_reader().read(told.matter).suspected:
        return Doubt.PLAIN
    for kind in parted.routed:
        count(doing.work, doing.ward.commune.key, f"routed.{kind.value}", doing.now)
    return None if parted.taken else next(iter(parted.routed), None)


def _looked_up(doing: Doing, told: Told) -> _Looked:
    codes = dossier_codes(told.matter)
    if told.kind is not FeedbackKind.DOSSIER_DELAY or not codes:
        return _Looked()
    session, ward = doing.work.session, doing.ward
    found = dossier_store.find(session, ward.commune.key, codes[0])
    if found is None:
        return _Looked(says=(Paragraph(NOT_IN_REGISTER),))
    copied = dossier_store.copied_at(session, ward.commune.key)
    says = register_says(found, ward.calendar, copied, doing.now)
    return _Looked(found.id, field_of(doing.work, found), tuple(says))


def _opened(
    doing: Doing, told: Told, vault: Vault, routed: tuple[FeedbackKind, ...]
) -> Entered | About:
    work, ward, now = doing.work, doing.ward, doing.now
    kind, matter, who = told.kind, told.matter, told.who
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
    looked = _looked_up(doing, told)
    unit = unit_for(ward.commune.feedback, kind, matter, told.place, looked.field)
    urgent = FeedbackKind.EMERGENCY in shipped_cues().found_in(matter)
    command = OpenCase(
        code=code,
        secret_hash=hash_of(code, secret),
        kind=kind,
        matter=unnamed(matter, None if who is None else Person(who.name, who.phone)),
        since=now,
        first_due=clocks.first_due(now, urgent=urgent).at,
        forward_due=clocks.due(ClockName.FORWARD, now).at,
        answer_due=clocks.answer_due(now, urgent=urgent).at,
        place=told.place,
        dossier=looked.dossier,
        urgent=urgent,
        unit=unit,
        about=About.UNCLEAR if unclear else person.about,
        about_officer=person.officer,
        named=person.named,
        sealed=None if who is None else seal(work, vault, code, who),
        asked=asked_now(ward.commune, unit, now),
    )
    apply(work, "", 0, command, now)
    audit(
        work, code.commune, f"officer:{doing.officer.id}", "case.entered", f"case:{code.full}", now
    )
    return Entered(code, secret, urgent, routed, looked.says)
