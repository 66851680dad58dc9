"""Flow: where is my dossier? A code, four digits of the receipt, then the card (L-1 to L-5).

Nothing said before the digits are right tells whether there is such a dossier: the code is judged
by its form alone, and unknown code and wrong digits meet in one answer. The message that held the
digits is wiped; a look-up leaves keyed hashes only.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.commands import Command, WipeInbound
from handlers.digit_check import check_digits
from handlers.digits import four_digits, labelled_digits, meant_as_digits, stray_digits
from handlers.dossier_card import DossierCards
from handlers.dossier_ports import LookUpPorts
from handlers.messages import Block, Button, Inbound, Paragraph, Reply
from handlers.privacy import PersonalData, needs_consent
from handlers.turns import IDLE, Answer, ConversationState, Turn
from handlers.wording import dossiers as wording
from handlers.wording import dossiers_clock as clock_wording
from handlers.wording import following as following_wording
from handlers.wording import guide as guide_wording
from knowledge.base import KnowledgeBase
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.statuses import FINAL
from knowledge.matching.outcomes import Intent
from knowledge.text.codes import dossier_codes, dossier_day, procedure_codes

ASK_CODE: Final = "dossier.code"
ASK_DIGITS: Final = "dossier.digits"
SHOWN: Final = "dossier.shown"
"""Steps; at the last one the draft names the dossier whose digits were right."""
MINUTES: Final = 30
"""How long a code waits for its digits, and a shown dossier for a tap: a desk's computer is
left open by the person before."""
CARD: Final = "tra_cuu_ho_so"
"""The card of the guidance whose question this flow answers."""

_LINK: Final = re.compile(r"start=d_([A-Za-z0-9_-]{8,48})")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{8,48}")
"""As links carry it; it fits into a button's action."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """One message of a person who asks about a dossier."""

    base: KnowledgeBase
    ports: LookUpPorts
    inbound: Inbound
    state: ConversationState
    now: datetime
    privacy: PersonalData

    @property
    def cards(self) -> DossierCards:
        """How this flow shows a dossier."""
        return DossierCards(self.base, self.ports, self.inbound.address.contact, self.now)

    def start(self) -> Turn | None:
        """Ask for the code; None where no register is kept: then the guidance's card answers."""
        if self.inbound.group or not self.ports.dossiers.kept(self.base.commune.key):
            return None
        return self._ask_code(wording.ask_code(self.base.commune, self.phone()))

    def welcome(self) -> tuple[Button, ...]:
        """The way in from the first screen, where there is one."""
        if self.start() is None:
            return ()
        return (Button(wording.LOOK_UP, actions.build("dossier")),)

    def act(self, what: str, name: str) -> Turn:
        """A tap: start, go on with a code or a link, or look at the dossier shown again."""
        if self.inbound.group:
            return self._refuse()
        match what:
            case "code":
                return self.code(name)
            case "token" if _TOKEN.fullmatch(name):
                return self._ask_digits(f"d_{name}", None)
            case "card" | "why":
                return self._shown_again(what)
            case _:
                return self.start() or self._no_register()

    def instead_of(self, turn: Turn) -> Turn:
        """Who asks where a dossier stands is asked for its code, instead of told about codes."""
        if not any(one.outcome == "card" and one.value == CARD for one in turn.told):
            return turn
        asked = self.start()
        return turn if asked is None else replace(asked, told=turn.told, answer=turn.answer)

    def read(self, words: str) -> Turn | None:
        """What this flow makes of free words: a code in them, or what its open step asked for."""
        return self.words(words) or self.step(words)

    def words(self, words: str) -> Turn | None:
        """A dossier code or link in free words; None when there is none."""
        codes, link = dossier_codes(words), _LINK.search(words)
        if not codes and link is None:
            return None
        if self.inbound.group:
            return self._refuse()
        if not self.ports.dossiers.kept(self.base.commune.key):
            return self._no_register()
        if link is not None:
            return self._ask_digits(f"d_{link.group(1)}", None)
        return self._one_of(codes, words)

    def _one_of(self, codes: list[str], words: str) -> Turn:
        if len(codes) > 1:
            buttons = tuple(Button(one, actions.build("dossier", "code", one)) for one in codes[:5])
            return self._said([Paragraph(wording.PICK_CODE)], buttons, step=ASK_CODE)
        four = labelled_digits(words)
        if four and self._sound(codes[0]) and not needs_consent(self.state):
            return self._compare(codes[0], four)
        turn = self.code(codes[0])
        return _with(turn, WipeInbound()) if four else turn

    def step(self, words: str) -> Turn | None:
        """What an open step of this flow makes of the words; None lets them be a question."""
        if self.state.step == ASK_CODE:
            return self.code_step(words)
        ref = str((self.state.draft or {}).get("ref", ""))
        if self.state.step == ASK_DIGITS and ref:
            return self._digits_step(words, ref)
        if stray_digits(words) and not self.inbound.group:  # of a step that is over: not kept
            return _with(self._ask_code([Paragraph(wording.STRAY_DIGITS)]), WipeInbound())
        return None

    def code(self, code: str) -> Turn:
        """A code in its official writing: judged by its form alone, then the digits."""
        if dossier_codes(code) != [code] or not self._sound(code):
            return self._ask_code(wording.bad_date(code))
        return self._ask_digits(code, code)

    def dossier(self) -> Dossier | None:
        """The dossier this person has just been shown, while the step is open."""
        if self.state.step != SHOWN or self.state.expired or self.inbound.group:
            return None
        return self._named(str((self.state.draft or {}).get("ref", "")))

    @property
    def own(self) -> bool:
        """Whether what is shown was shown to its owner: by the digits, not by consent code."""
        return bool((self.state.draft or {}).get("own"))

    def show(self, dossier: Dossier, *, own: bool) -> Turn:
        """The card of a dossier this person may see, with what can be done next."""
        card = self.cards.card(dossier, own=own)
        turn = self._said(list(card.blocks), card.choices, step=SHOWN)
        return replace(turn, draft={"ref": dossier.code, "own": own})

    def stay(self, blocks: list[Block], buttons: tuple[Button, ...]) -> Turn:
        """Say something while the same dossier stays shown."""
        turn = self._said(blocks, buttons, step=self.state.step)
        return replace(turn, draft=self.state.draft)

    def _ask_digits(self, ref: str, code: str | None) -> Turn:
        if (until := self._paused(ref)) is not None:
            return self._said(wording.paused(until, self.phone()))
        if needs_consent(self.state):
            kind, name = ("code", ref) if code else ("token", ref[2:])
            resume = actions.build("dossier", kind, name)
            return self.privacy.ask_consent(wording.PURPOSE, resume)
        foreign = self.base.commune.name if code and self._foreign(code) else ""
        blocks = wording.ask_digits(code, foreign=foreign)
        return self._said(blocks, _retry_buttons(), step=ASK_DIGITS, ref=ref)

    def code_step(self, words: str) -> Turn | None:
        """Words without a dossier code: a procedure's code is told apart, else it is a question."""
        if found := procedure_codes(words):
            known = self.base.active(found[0])
            buttons = [Button(known.title, actions.build("p", known.code))] if known else []
            return self._said(wording.procedure_code(found[0]), tuple(buttons), step=ASK_CODE)
        if sum(letter.isdecimal() for letter in words) >= 8:
            return self._ask_code(wording.unreadable_code(self.base.commune))
        return None

    def _digits_step(self, words: str, ref: str) -> Turn | None:
        meant = meant_as_digits(words)
        four = labelled_digits(words) or (four_digits(words) if meant else None)
        if four is None:
            if not meant:
                return None
            reply = self._said(
                [Paragraph(wording.BAD_DIGITS)], _retry_buttons(), step=ASK_DIGITS, ref=ref
            )
            return _with(reply, WipeInbound())
        return self._compare(ref, four)

    def _compare(self, ref: str, four: str) -> Turn:
        """Right digits show the card; anything else is one and the same answer."""
        found, contact = self._named(ref), self.inbound.address.contact
        checked = check_digits(self.ports, contact, self._asked(ref), found, four, self.now)
        if checked.paused_until is not None:
            said = wording.paused(checked.paused_until, self.phone())
            return _with(self._said(said), WipeInbound())
        if checked.dossier is None:
            turn = self._said(
                wording.not_found(self.phone()), _retry_buttons(), step=ASK_DIGITS, ref=ref
            )
        else:
            turn = self.show(checked.dossier, own=True)
        return _with(turn, WipeInbound(), *checked.commands)

    def _shown_again(self, what: str) -> Turn:
        found = self.dossier()
        if found is None:
            return self.again()
        if what == "card":
            return self.show(found, own=self.own)
        explained = self.ports.dossiers.explain(found, self.base.calendar)
        buttons = [Button(wording.SEE, actions.build("dossier", "card"))]
        if found.status not in FINAL:
            buttons.append(Button(following_wording.FOLLOW, actions.build("follow", "start")))
        return self.stay(clock_wording.explained(explained), tuple(buttons))

    def again(self) -> Turn:
        """Nothing is shown any more: the code is asked for once more."""
        asked = wording.ask_code(self.base.commune, self.phone())
        return self._ask_code([Paragraph(wording.LOOK_UP_AGAIN), *asked[:1]])

    def _ask_code(self, blocks: list[Block]) -> Turn:
        return self._said(blocks, (_cancel(),), step=ASK_CODE)

    def _said(
        self,
        blocks: list[Block],
        buttons: tuple[Button, ...] = (),
        *,
        step: str = IDLE,
        ref: str = "",
    ) -> Turn:
        return Turn(
            (Reply(tuple(blocks), buttons),),
            step=step,
            draft={"ref": ref} if ref else None,
            answer=Answer("card", intent=Intent.DOSSIER),
            expires_in_minutes=MINUTES,
        )

    def _refuse(self) -> Turn:
        button = Button(wording.PRIVATE_CHAT, actions.build("private", "hoso"))
        return self._said([Paragraph(wording.GROUP)], (button,))

    def _no_register(self) -> Turn:
        said = wording.no_register(self.base.commune)
        card = Button("Cách tra cứu", actions.build("c", CARD))
        return self._said(said, (card,))

    def _named(self, ref: str) -> Dossier | None:
        commune = self.base.commune.key
        if not ref.startswith("d_"):
            return self.ports.dossiers.find(commune, ref)
        found = self.ports.dossiers.by_token(ref[2:])
        return found if found and found.commune == commune else None

    def _asked(self, ref: str) -> str:
        """Under what tries are counted: a link and its code are one."""
        found = self._named(ref) if ref.startswith("d_") else None
        return found.code if found else ref

    def _paused(self, ref: str) -> datetime | None:
        contact, asked = self.inbound.address.contact, self._asked(ref)
        return self.ports.log.tries(contact, asked, self.now).paused_until(self.now)

    def _sound(self, code: str) -> bool:
        return dossier_day(code, self.now.date()) is not None

    def _foreign(self, code: str) -> bool:
        prefixes = self.base.commune.dossier_prefixes
        return bool(prefixes) and not code.startswith(prefixes)

    def phone(self) -> str:
        """The one-stop desk and its phone."""
        desk = self.base.commune.desks.get("psc")
        if desk is None:
            return self.base.commune.name
        return f"{desk.name}, điện thoại {desk.phone}" if desk.phone else desk.name


def _with(turn: Turn, *commands: Command) -> Turn:
    return replace(turn, commands=(*turn.commands, *commands))


def _retry_buttons() -> tuple[Button, ...]:
    return (Button(wording.OTHER_CODE, actions.build("dossier")), _cancel())


def _cancel() -> Button:
    return Button(guide_wording.CANCEL, actions.build("cancel"))
