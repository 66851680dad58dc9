"""Flow: `/dulieu` (view, correct, delete, stop) and the consent asked before a personal datum."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from handlers import actions
from handlers.choices import number_of, resolve
from handlers.command_words import command_verb
from handlers.commands import (
    Command,
    CorrectLastMessage,
    ErasePerson,
    RecordConsent,
    StopMessages,
)
from handlers.messages import Address, Button, Inbound, Paragraph, Reply
from handlers.private import MY_DATA, in_private
from handlers.stale import STALE
from handlers.turns import ConversationState, Turn
from handlers.wording import guide as guide_wording
from handlers.wording import privacy as wording
from knowledge.commune import Commune

CORRECT: Final = "privacy.correct"
"""The step that waits for the words to put in place of others."""
CONSENT: Final = "privacy.consent"
"""The step in which the purpose notice waits for a yes or a no."""


RIGHTS: Final = (
    Button("Xem", actions.build("data", "view")),
    Button("Sửa tin gần nhất", actions.build("data", "correct")),
    Button("Xoá tất cả", actions.build("data", "erase")),
    Button("Đừng nhắn trước cho tôi", actions.build("data", "stop")),
)
"""What `/dulieu` offers."""


def leads(words: str) -> bool:
    """Whether words only lead somewhere (a command, a typed choice) and tell nothing to correct."""
    if not words.strip() or command_verb(words) is not None:
        return True
    return number_of(words) is not None or resolve(words, RIGHTS) is not None


@dataclass(frozen=True, slots=True)
class PersonalView:
    """What is stored of one contact: its messages newest first, and the answers it was given."""

    messages: tuple[tuple[datetime, str], ...] = ()
    answers: int = 0
    since: datetime | None = None
    files: int = 0
    open_cases: int = 0
    """Reports still to be answered, which erasing withdraws."""
    phone: bool = False
    """Whether a number they handed over is kept."""
    joined: int = 0
    """Chats on other channels joined with this one."""
    area: str = ""
    """The neighbourhood chosen with the news."""


class PersonalRecords(Protocol):
    """Reads what is stored of a contact."""

    def view(self, address: Address) -> PersonalView:
        """Everything stored of this contact, without the message being handled."""
        ...


@dataclass(frozen=True, slots=True)
class PersonalData:
    """A person's rights over what is kept of them (Law 91/2025 art. 4)."""

    commune: Commune
    records: PersonalRecords

    def overview(self, inbound: Inbound, state: ConversationState) -> Turn:
        """What is kept and what can be done about it; never in a group."""
        if inbound.group:
            return in_private(MY_DATA)
        blocks = wording.overview(self.commune, consent=state.consent)
        buttons = list(RIGHTS)
        if state.consent:
            buttons.append(Button("Rút lại đồng ý", actions.build("consent", "withdraw")))
        return Turn((Reply(tuple(blocks), tuple(buttons)),))

    def act(self, what: str, inbound: Inbound) -> Turn:
        """One of the acts of `/dulieu`."""
        if inbound.group:
            return in_private(MY_DATA)
        if what == "view":
            found = self.records.view(inbound.address)
            blocks = wording.kept(list(found.messages), found.answers, found.since, found.files)
            blocks += wording.kept_beside(phone=found.phone, joined=found.joined, area=found.area)
            return Turn((Reply(tuple(blocks), (_erase_button(),)),))
        if what == "correct":
            return self._ask_correction(inbound)
        if what == "erase":
            sure = wording.confirm_erase(self.records.view(inbound.address).open_cases)
            return Turn((Reply((Paragraph(sure),), _sure_buttons()),))
        return _ACTS.get(what, STALE)

    def correct(self, words: str) -> Turn:
        """The corrected words arrived: they take the place of the last message's."""
        return _say(wording.CORRECTED, CorrectLastMessage(words))

    def ask_consent(self, purpose: str, resume: str) -> Turn:
        """The purpose notice with two equal buttons; `resume` is the action to go on with."""
        buttons = (
            Button(wording.AGREE, actions.build("consent", "yes")),
            Button(wording.DECLINE, actions.build("consent", "no")),
        )
        reply = Reply(tuple(wording.notice(self.commune, purpose)), buttons)
        return Turn((reply,), step=CONSENT, draft={"resume": resume})

    def consent(self, answer: str) -> Turn:
        """Keep what the person chose, with the version of the text they saw."""
        match answer:
            case "yes":
                return _say(wording.agreed(), RecordConsent(wording.VERSION, agreed=True))
            case "withdraw":
                return _say(wording.WITHDRAWN, RecordConsent(wording.VERSION, agreed=False))
            case _:
                desk = self.commune.desks.get("psc")
                phone = f"{desk.name} {desk.phone}".strip() if desk else self.commune.name
                decision = RecordConsent(wording.VERSION, agreed=False)
                return _say(wording.declined(phone), decision)

    def _ask_correction(self, inbound: Inbound) -> Turn:
        if not self.records.view(inbound.address).messages:
            return _say(wording.NOTHING_TO_CORRECT)
        reply = Reply((Paragraph(wording.ASK_CORRECTION),), (_cancel_button(),))
        return Turn((reply,), step=CORRECT)


def needs_consent(state: ConversationState) -> bool:
    """Whether the current notice still has to be shown before a personal datum."""
    return state.consent != wording.VERSION


def _say(text: str, *commands: Command) -> Turn:
    return Turn((Reply((Paragraph(text),)),), commands=commands)


def _erase_button() -> Button:
    return Button("Xoá tất cả", actions.build("data", "erase"))


def _cancel_button() -> Button:
    return Button(guide_wording.CANCEL, actions.build("cancel"))


def _sure_buttons() -> tuple[Button, ...]:
    return (Button("Xoá ngay", actions.build("data", "erase-yes")), _cancel_button())


_ACTS = {
    "erase-yes": _say(wording.ERASED, ErasePerson()),
    "stop": _say(wording.STOPPED, StopMessages()),
}
