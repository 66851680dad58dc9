"""Flow: be told when something moves in a dossier, for oneself or for a relative (L-5).

To follow takes the second factor, or the consent code of who had it; what is kept is told before
it is kept. One tap stops it, in the list or under every notice.
"""

from dataclasses import dataclass, replace
from typing import Final

from handlers import actions
from handlers.commands import Command, CountEvent, RecordConsent, WipeInbound
from handlers.dossier_commands import (
    CountLookUp,
    Follow,
    GiveCode,
    RevokeCode,
    StopFollow,
    StopReminder,
)
from handlers.dossier_ports import Followed
from handlers.dossiers import LookUp
from handlers.follow_codes import HOLDS, USE_WITHIN, follow_code_in, follow_hash, new_follow_code
from handlers.join_commands import CodeShown
from handlers.messages import NUMBER_FORM, Button, Form, Paragraph, Reply
from handlers.privacy import needs_consent
from handlers.private import in_private
from handlers.reaching import Promise, promised
from handlers.turns import Turn
from handlers.wording import figures
from handlers.wording import following as wording
from handlers.wording.dossiers import paused
from handlers.wording.privacy import VERSION
from knowledge.dossiers.dossier import Dossier
from knowledge.dossiers.statuses import FINAL

MOST_DIGITS: Final = 9
"""Of an id in a button: it fits a database's integer."""


@dataclass(frozen=True, slots=True)
class Following:
    """One message of a person about what we tell them by ourselves."""

    look_up: LookUp

    def act(self, what: str, name: str) -> Turn:
        """A tap: the list, follow what is shown, stop, give or take a consent code."""
        if self.look_up.inbound.group:
            return in_private("theodoi")
        match what:
            case "start" | "yes" | "give":
                return self._of_shown(what)
            case "stop":
                return self.stop(dossier=number_in(name))
            case "revoke":
                return _say(wording.REVOKED, RevokeCode(number_in(name)))
            case "take" | "number":
                return self._take(name, agreed=True) if what == "take" else self._ask_number()
            case _:
                return self.overview()

    def read(self, words: str) -> Turn | None:
        """A consent code in free words."""
        code = follow_code_in(words)
        if code is None:
            return None
        if self.look_up.inbound.group:
            return in_private("theodoi")
        turn = self._take(code, agreed=False)
        return replace(turn, commands=(*turn.commands, WipeInbound()))

    def stop(self, follow: int = 0, dossier: int = 0) -> Turn:
        """Stop by one tap; what does not exist any more is told as stopped too."""
        for one in self._followed():
            if one.id == follow or one.dossier == dossier:
                return _say(wording.STOPPED, StopFollow(one.id))
        return _say(wording.NOT_FOLLOWED)

    def stop_reminder(self, reminder: int) -> Turn:
        """Stop a reminder by one tap."""
        return _say(wording.REMINDER_STOPPED, StopReminder(reminder))

    def see(self, dossier: int) -> Turn:
        """A followed dossier again, without the digits."""
        if self.look_up.inbound.group:
            return in_private("theodoi")
        for one in self._followed():
            found = self._by_id(dossier) if one.dossier == dossier else None
            if found is not None:
                return self.look_up.show(found, own=one.own)
        return _say(wording.NOT_FOLLOWED)

    def overview(self) -> Turn:
        """Everything we write about by ourselves, each with its stop."""
        ports, contact = self.look_up.ports, self.look_up.inbound.address.contact
        follows = [(one, found) for one in self._followed() if (found := self._by_id(one.dossier))]
        given = [
            (one, found)
            for one in ports.follows.given(contact, self.look_up.now)
            if (found := self._by_id(one.dossier))
        ]
        reminders = [
            (one, f"{self._title(one.code)}: hạn {figures.day(one.last_day)}")
            for one in ports.follows.reminders(contact)
        ]
        if not follows and not given and not reminders:
            return _say(wording.NOTHING)
        blocks = wording.overview(
            [wording.name(found) for _, found in follows],
            [wording.given_line(found, one.use_by, used=one.used) for one, found in given],
            [line for _, line in reminders],
        )
        buttons = [
            *(_stop_button(one, found) for one, found in follows),
            *(_button(f"Thu lại mã {_end(found)}", "follow", "revoke", one.id)
              for one, found in given),
            *(_button(f"Bỏ nhắc {self._title(one.code)}", "unr", one.id) for one, _ in reminders),
        ]  # fmt: skip
        return Turn((Reply(tuple(blocks), tuple(buttons)),))

    def _of_shown(self, what: str) -> Turn:
        dossier = self.look_up.dossier()
        if dossier is None:
            return self.look_up.again()
        if dossier.status in FINAL:
            return _say(wording.ENDED)
        match what:
            case "start":
                return self._notice(dossier)
            case "yes":
                return self._follow(dossier)
            case _:
                return self._give(dossier)

    def _notice(self, dossier: Dossier) -> Turn:
        blocks = wording.notice(dossier, self._promise(dossier), self.look_up.phone())
        buttons = (
            Button(wording.YES, actions.build("follow", "yes")),
            Button(wording.NO, actions.build("dossier", "card")),
        )
        return self.look_up.stay(blocks, buttons)

    def _follow(self, dossier: Dossier) -> Turn:
        wanted = self.look_up.ports.reach.wants_number(self.look_up.inbound.address)
        buttons = (
            *((_button(wording.GIVE_NUMBER, "follow", "number"),) if wanted else ()),
            Button(wording.SEE, actions.build("dossier", "card")),
            _button(wording.STOP, "follow", "stop", dossier.id),
        )
        turn = self.look_up.stay(wording.followed(dossier, self._promise(dossier).reach), buttons)
        # Of a dossier followed by consent code nothing changes: it stays the relative's.
        own = self.look_up.own
        commands: tuple[Command, ...] = (
            (RecordConsent(VERSION, agreed=True), Follow(dossier.id), CountEvent("follow.own"))
            if own
            else ()
        )
        return replace(turn, commands=commands)

    def _ask_number(self) -> Turn:
        """By the channel's own form, to who follows something."""
        up = self.look_up
        if not self._followed() or not up.ports.reach.wants_number(up.inbound.address):
            return _say(wording.NO_NUMBER)
        return Turn((Reply((Paragraph(wording.ASK_NUMBER),), form=Form(NUMBER_FORM)),))

    def _give(self, dossier: Dossier) -> Turn:
        if not self.look_up.own:
            return _say(wording.OWN_ONLY)
        code, now = new_follow_code(), self.look_up.now
        use_by, until = now + USE_WITHIN, now + HOLDS
        buttons = (Button(wording.SEE, actions.build("dossier", "card")),)
        turn = self.look_up.stay(wording.code_made(code, use_by, until), buttons)
        kept = follow_hash(code)
        given = GiveCode(kept, dossier.id, use_by, until)
        return replace(turn, commands=(given, CodeShown(kept, use_by)))

    def _take(self, code: str, *, agreed: bool) -> Turn:
        """A consent code: wrong ones count as failed look-ups, so that none can be guessed."""
        up = self.look_up
        tries = up.ports.log.tries(up.inbound.address.contact, f"consent:{code}", up.now)
        if (until := tries.paused_until(up.now)) is not None:
            return Turn((Reply(tuple(paused(until, up.phone()))),))
        offer = up.ports.follows.offered(up.base.commune.key, code, up.now)
        dossier = self._by_id(offer.dossier) if offer else None
        if offer is None or dossier is None:
            entries = tuple((count.name, count.number + 1) for count in tries.counts)
            return _say(wording.CODE_UNKNOWN, CountLookUp(entries, failed=True))
        if needs_consent(up.state) or not agreed:
            asked = up.privacy.ask_consent(
                wording.TAKE_PURPOSE, actions.build("follow", "take", code)
            )
            what = (*wording.take(dossier, offer.holds_until), *asked.replies[0].blocks)
            return replace(asked, replies=(replace(asked.replies[0], blocks=what),))
        follow = Follow(dossier.id, code_hash=code, until=offer.holds_until)
        turn = up.show(dossier, own=False)
        promise = self._promise(dossier)
        reach = wording.reach(dossier, promise, up.phone())
        said = Reply((*wording.followed(dossier, promise.reach), *reach))
        commands = (follow, CountEvent("follow.relative"))
        return replace(turn, replies=(said, *turn.replies), commands=commands)

    def _promise(self, dossier: Dossier) -> Promise:
        due = dossier.falls_due_at or dossier.computed_due_at
        up = self.look_up
        return promised(up.ports.reach, up.ports.joins, up.inbound.address, up.now, due)

    def _followed(self) -> tuple[Followed, ...]:
        contact = self.look_up.inbound.address.contact
        return self.look_up.ports.follows.followed(contact, self.look_up.now)

    def _by_id(self, dossier: int) -> Dossier | None:
        return self.look_up.ports.dossiers.by_id(dossier)

    def _title(self, code: str) -> str:
        found = self.look_up.base.active(code)
        return found.title if found else code


def _say(text: str, *commands: Command) -> Turn:
    return Turn((Reply((Paragraph(text),)),), commands=commands)


def _button(label: str, *action: object) -> Button:
    verb, *args = action
    return Button(label, actions.build(str(verb), *(str(one) for one in args)))


def _stop_button(follow: Followed, dossier: Dossier) -> Button:
    return _button(f"{wording.STOP}: {_end(dossier)}", "unf", follow.id)


def _end(dossier: Dossier) -> str:
    return dossier.code.rsplit("-", 1)[-1]


def number_in(text: str) -> int:
    """The id in a button; 0, which no row has, for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else 0
