"""Flow: one person, several channels. A one-time code made in one chat, agreed to in another.

Nothing is joined without both sides: who makes the code asks for it, who types it is told what is
shared and agrees, and the first chat hears of it with a way to undo it at once.
"""

import re
from dataclasses import dataclass
from typing import Final

from handlers import actions
from handlers.commands import WipeInbound
from handlers.dossiers import LookUp
from handlers.join_commands import CodeShown, GiveJoinCode, Join, Part
from handlers.join_ports import JoinBook, Offer
from handlers.link_codes import LINK_LIFE, PATTERN, hash_of, new_code
from handlers.messages import Button, ChannelName, Paragraph, Reply
from handlers.private import in_private
from handlers.turns import Turn
from handlers.wording import joins as wording

PREFIX: Final = "NK-"
"""Before a code, so that it is never taken for an officer's."""
_CODE: Final = re.compile(rf"\s*{PREFIX}({PATTERN})[.\s]*", re.IGNORECASE)
PRIVATE: Final = "noikenh"


@dataclass(frozen=True, slots=True)
class Joining:
    """One message of a person about their chats."""

    look_up: LookUp

    def act(self, what: str, name: str) -> Turn:
        """A tap: what there is, make a code, agree, undo."""
        if self.look_up.inbound.group:
            return in_private(PRIVATE)
        match what:
            case "code":
                return self._give()
            case "yes":
                return self._take(name)
            case "part":
                return self._part()
            case _:
                return self._overview()

    def read(self, words: str) -> Turn | None:
        """A code in free words: what it would join, to be agreed to."""
        found = _CODE.fullmatch(words)
        if found is None:
            return None
        if self.look_up.inbound.group:
            return in_private(PRIVATE)
        code = found.group(1).upper()
        offer = self._offered(code)
        if isinstance(offer, str):
            return _say(offer)
        buttons = (
            Button(wording.AGREE, actions.build("join", "yes", code)),
            Button(wording.DECLINE, actions.build("cancel")),
        )
        reply = Reply((Paragraph(wording.ask(offer.channel)),), buttons)
        shown = CodeShown(hash_of(code), self.look_up.now + LINK_LIFE)
        return Turn((reply,), commands=(shown, WipeInbound()))

    def _overview(self) -> Turn:
        others = self._book.joined(self._contact)
        if not others:
            button = Button(wording.GET_CODE, actions.build("join", "code"))
            return Turn((Reply((Paragraph(wording.WHAT_FOR),), (button,)),))
        buttons = (
            Button(wording.GET_CODE, actions.build("join", "code")),
            Button(wording.PART, actions.build("join", "part")),
        )
        said = wording.joined([one.channel for one in others])
        return Turn((Reply((Paragraph(said),), buttons),))

    def _give(self) -> Turn:
        code = new_code()
        until = self.look_up.now + LINK_LIFE
        said = wording.code(PREFIX + code, until)
        kept = hash_of(code)
        return _say(said, GiveJoinCode(kept, until), CodeShown(kept, until))

    def _take(self, code: str) -> Turn:
        offer = self._offered(code)
        if isinstance(offer, str):
            return _say(offer)
        return _say(wording.done(offer.channel), Join(hash_of(code)), WipeInbound())

    def _part(self) -> Turn:
        if not self._book.joined(self._contact):
            return _say(wording.ALONE)
        return _say(wording.PARTED, Part())

    def _offered(self, code: str) -> Offer | str:
        """What a code joins, or why it does not."""
        up = self.look_up
        offer = self._book.offered(up.base.commune.key, hash_of(code), up.now)
        if offer is None:
            return wording.SPENT
        if self._same_place(offer):
            return wording.SAME_CHANNEL
        others = {one.contact for one in self._book.joined(self._contact)}
        if others and offer.contact not in others:
            return wording.PART_FIRST
        return wording.ALREADY if others else offer

    def _same_place(self, offer: Offer) -> bool:
        """Whether a code was made where it is typed; two gateways of the bridge are two places."""
        if offer.endpoint == self.look_up.inbound.address.endpoint:
            return True
        alike = offer.channel is self._book.channel(self._contact)
        return alike and offer.channel is not ChannelName.BRIDGE

    @property
    def _book(self) -> JoinBook:
        return self.look_up.ports.joins

    @property
    def _contact(self) -> str:
        return self.look_up.inbound.address.contact


def _say(text: str, *commands: GiveJoinCode | Join | Part | CodeShown | WipeInbound) -> Turn:
    return Turn((Reply((Paragraph(text),)),), commands=commands)
