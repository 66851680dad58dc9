"""One officer's message on its way through their desk, with what it may read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from handlers import actions
from handlers.console_tickets import NoSignIns, SignIns
from handlers.dossier_ports import Dossiers, NoDossier
from handlers.duties.book import DutyBook, NoDuties
from handlers.duties.commands import ActAsOfficer, Deed
from handlers.duties.tasks import Day
from handlers.duties.values import Case, Objection, Why
from handlers.messages import Block, Button, Inbound, Paragraph, Reply
from handlers.news_desk import NewsBook, NoNews
from handlers.officers import Member, Officer
from handlers.turns import ConversationState, Turn
from handlers.ward import Ward
from handlers.wording import duties as wording
from knowledge.calendar import local
from knowledge.dossiers.modes import RegisterMode

MINUTES = 60
"""How long a step waits for words: an officer's screen is left open at noon."""


@dataclass(frozen=True, slots=True)
class DeskPorts:
    """What the desk may read, and who sets statuses."""

    book: DutyBook = NoDuties()  # noqa: RUF009 - holds nothing
    mode: RegisterMode = RegisterMode.MIRROR
    sign_ins: SignIns = NoSignIns()  # noqa: RUF009 - holds nothing
    key: bytes = field(default=b"", repr=False)
    """Of the hashed second factors, for dossiers filed at our own desk."""
    news: NewsBook = NoNews()  # noqa: RUF009 - holds nothing
    dossiers: Dossiers = NoDossier()  # noqa: RUF009 - holds nothing


@dataclass(frozen=True, slots=True)
class At:
    """An officer's message and the moment."""

    ward: Ward
    ports: DeskPorts
    officer: Officer
    inbound: Inbound
    state: ConversationState
    now: datetime

    @property
    def book(self) -> DutyBook:
        """What officers said of dossiers."""
        return self.ports.book

    @property
    def commune(self) -> str:
        """The commune's key."""
        return self.ward.commune.key

    @property
    def day(self) -> date:
        """Today in Viet Nam."""
        return local(self.now).date()

    @property
    def today(self) -> Day:
        """The day an agenda is for."""
        return Day(self.ward.calendar, self.now, self.ports.mode)

    @property
    def members(self) -> Sequence[Member]:
        """The ward's officers."""
        return self.book.members(self.commune)

    @property
    def names(self) -> Mapping[int, str]:
        """Officers' names, for "who was first"."""
        return {one.id: one.officer.name for one in self.members}

    @property
    def draft(self) -> dict[str, object]:
        """What the open step holds."""
        return dict(self.state.draft or {})

    def case(self, target: object) -> Case | None:
        """The dossier a button or a step names."""
        text = str(target)
        return self.book.case(self.commune, int(text)) if text.isdecimal() else None

    def objected(self, objection: Objection) -> Turn:
        """Why it cannot be done, or who did it."""
        if objection is None:
            return say(wording.WHY[Why.UNKNOWN])
        return say(wording.outcome(objection, self.names, ""))

    def doing(self, text: str, deed: Deed, *buttons: Button) -> Turn:
        """What is said when the deed is done; it is done in the transaction of this turn."""
        reply = Reply((Paragraph(text),), buttons)
        return Turn((reply,), commands=(ActAsOfficer(self.ward, deed),))

    def unknown(self) -> Turn:
        """There is no such dossier or slip."""
        return say(wording.WHY[Why.UNKNOWN])


def say(text: str) -> Turn:
    """One plain sentence."""
    return Turn((Reply((Paragraph(text),)),))


def ask(
    blocks: Sequence[Block] | str, step: str, draft: dict[str, object], *buttons: Button
) -> Turn:
    """Ask for words or a choice; the step remembers what it is about."""
    listed = (Paragraph(blocks),) if isinstance(blocks, str) else tuple(blocks)
    reply = Reply(listed, (*buttons, Button("Huỷ", actions.build("cancel"))))
    return Turn((reply,), step=step, draft=draft, expires_in_minutes=MINUTES)
