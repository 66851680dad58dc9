"""What officers are written first: queued with a key that names the reason, in their hours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from handlers.answering import NUMBERED
from handlers.duties.assigning import heads, leads, owner, told
from handlers.duties.checks import breached
from handlers.duties.values import Case, Draft
from handlers.messages import Paragraph, Reply
from handlers.officer_cards import causes_card, seen, slip_card, slips_reply
from handlers.officers import Member
from handlers.store import codec, contacts, inbound, notices, queueing
from handlers.store.follows import Recipient
from handlers.store.states import NoticeState, OutboxKind, Priority
from handlers.store.unit_of_work import Store, Work
from handlers.ward import Ward, reachable
from handlers.wording import duties as wording
from handlers.wording.guide import SAMPLE_MARK
from knowledge.calendar import local
from knowledge.commune import CommuneStage

LIFE: Final = timedelta(days=2)
"""A card two days old speaks of a day that is over; the morning list says what still holds."""
LISTED: Final = "duty"
"""The kind of a warning to an officer in the ledger."""
CHOICES_HOLD: Final = timedelta(hours=12)
"""How long a bare number answers a card we sent: the working day."""


AT_ONE_TIME: Final = 500
"""Keys asked after in one statement."""


@dataclass(frozen=True, slots=True)
class Covered:
    """A warning told inside a list, instead of by a card of its own."""

    key: str
    dossier: int


@dataclass(frozen=True, slots=True)
class Letter:
    """One message to one officer; the key names its reason."""

    to: Member
    key: str
    reply: Reply
    covers: tuple[Covered, ...] = ()
    """What it tells at once; none of them is told again."""


def send(work: Work, ward: Ward, letters: Sequence[Letter], now: datetime) -> int:
    """Queue letters; the number of those that were new and can be delivered."""
    at = reachable(ward, now)
    made: dict[str, Letter] = {}
    for letter in letters:
        if _queued(work, ward, letter, at):
            made[str(letter.to.contact)] = letter
            _note(work, ward, letter, now)
    if at == now:  # numbers answer the last card of each chat, which is on its screen now
        for contact, letter in made.items():
            choices = codec.buttons_to_json(letter.reply.choices)
            if choices is not None and not _tagged(work, letter):
                inbound.offer(work, contact, choices, now + CHOICES_HOLD)
    return len(made)


def told_before(store: Store) -> Callable[[Sequence[str]], frozenset[str]]:
    """Asks which of these keys were told before, by a message of their own or in a list."""

    def known(keys: Sequence[str]) -> frozenset[str]:
        found: set[str] = set()
        with store.read() as work:
            for start in range(0, len(keys), AT_ONE_TIME):
                some = keys[start : start + AT_ONE_TIME]
                found |= queueing.known(work, some) | notices.known(work, some)
        return frozenset(found)

    return known


def _note(work: Work, ward: Ward, letter: Letter, now: datetime) -> None:
    """Write down what a list has told."""
    contact, endpoint = letter.to.contact, letter.to.endpoint
    if not letter.covers or contact is None or endpoint is None:
        return
    channel = contacts.endpoint_of(work, endpoint).channel
    to = Recipient(ward.commune.key, endpoint, channel, contact)
    told = (notices.Notice(one.key, LISTED, to, now, one.dossier) for one in letter.covers)
    notices.record(work, told, NoticeState.SEEN, now)


def _tagged(work: Work, letter: Letter) -> bool:
    """Whether its choices wear a tag: a number alone then goes on answering the list before it."""
    endpoint = letter.to.endpoint
    return endpoint is not None and contacts.endpoint_of(work, endpoint).channel in NUMBERED


def slip_drafted(
    work: Work, ward: Ward, members: Sequence[Member], case: Case, slip: Draft, now: datetime
) -> None:
    """The heads get the slip to sign."""
    name = next((one.officer.name for one in members if one.id == slip.by), "")
    broken = breached(case.dossier, ward.calendar, now)
    card = slip_card(case, slip, name, broken)
    letters = [Letter(one, f"duty:slip:{slip.id}:{one.id}", card) for one in heads(members)]
    send(work, ward, letters, now)


def slips_drafted(
    work: Work,
    ward: Ward,
    members: Sequence[Member],
    waiting: Sequence[tuple[Case, Draft]],
    made: Sequence[int],
    now: datetime,
) -> None:
    """The heads get several new slips in one message, with one tap for those shown."""
    reply = slips_reply(waiting, ward.calendar, now)
    key = f"duty:slips:{seen(made)}:{now.isoformat()}"
    send(work, ward, [Letter(one, f"{key}:{one.id}", reply) for one in heads(members)], now)


def causes_asked(
    work: Work,
    ward: Ward,
    members: Sequence[Member],
    cases: Sequence[Case],
    by: int,
    now: datetime,
) -> None:
    """Who has dossiers another officer said will be late is asked why they are."""
    day = local(now).date()
    asked: dict[int, list[Case]] = {}
    who = {one.id: one for one in members}
    theirs = [one for one in cases if owner(members, one.dossier.officer) is not None]
    for case in theirs:  # of one that is nobody's, who spoke for it is asked
        for member in told(members, case.dossier.officer, day):
            if member.id != by and not case.dossier.cause:
                asked.setdefault(member.id, []).append(case)
    letters = []
    for number, mine in asked.items():
        key = f"duty:causes:{seen(one.dossier.id for one in mine)}:{now.isoformat()}:{number}"
        letters.append(Letter(who[number], key, causes_card(mine)))
    send(work, ward, letters, now)


def slip_decided(
    work: Work, ward: Ward, members: Sequence[Member], case: Case, slip: Draft, now: datetime
) -> None:
    """Who drafted it hears what became of it; the one who decided knows."""
    text = wording.decided(case.dossier, slip)
    drafted = [one for one in members if one.id == slip.by != slip.decided_by]
    reply = Reply((Paragraph(text),), subject=f"work:{case.dossier.id}")
    send(work, ward, [Letter(one, f"duty:slip-decided:{slip.id}", reply) for one in drafted], now)


def not_found(
    work: Work, ward: Ward, members: Sequence[Member], case: Case, by: int, now: datetime
) -> None:
    """The desk lead hears at once that a finished result is not on the shelf."""
    text = f"{case.dossier.code}: phần mềm ghi đã xong nhưng không thấy kết quả trên kệ."
    reply = Reply((Paragraph(text),), subject=f"work:{case.dossier.id}")
    key = f"duty:not-found:{case.dossier.id}:{now.isoformat()}"
    lead = [one for one in leads(members, local(now).date()) if one.id != by]
    send(work, ward, [Letter(one, f"{key}:{one.id}", reply) for one in lead], now)


def _queued(work: Work, ward: Ward, letter: Letter, at: datetime) -> bool:
    contact, endpoint = letter.to.contact, letter.to.endpoint
    if contact is None or endpoint is None:
        return False
    channel = contacts.endpoint_of(work, endpoint).channel
    message = queueing.Message(
        key=letter.key,
        reply=_marked(ward, letter.reply),
        due=at,
        expires_at=at + LIFE,
        kind=OutboxKind.OFFICER,
        priority=Priority.OFFICER,
        after_crash=queueing.after_crash(channel),
    )
    return queueing.queue(work, ward.commune.key, endpoint, contact, message)


def _marked(ward: Ward, reply: Reply) -> Reply:
    if ward.commune.stage is not CommuneStage.SAMPLE:
        return reply
    return replace(reply, blocks=(*reply.blocks, Paragraph(SAMPLE_MARK)))
