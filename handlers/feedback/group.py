"""Flow: officers at work in their group. Everything hangs on the message that is answered.

Many write in one chat, so nothing here is a step of the chat: a prompt names its act and case in
its subject, a draft lies in a table, and whoever replies is who acts. With the bot's privacy mode
on only commands, mentions, taps and replies to the bot arrive; that is enough. Buttons are
choices like everywhere: a number or a label in reply to a card does the same.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.choices import resolve
from handlers.commands import ActOnCase, JoinGroup, LoseGroup, ShowInGroup
from handlers.feedback.desk_ports import CaseDesk, Looked
from handlers.feedback.group_drafts import Drafting, late_refusal
from handlers.feedback.group_ports import Groups, Here
from handlers.feedback.group_ready import ReadyInGroup
from handlers.feedback.law_roads import roads
from handlers.link_codes import PATTERN, hash_of
from handlers.messages import Block, Button, Inbound, InboundKind, Paragraph, Reply
from handlers.officers import Officer
from handlers.saying import say
from handlers.turns import ConversationState, Turn
from handlers.ward import Ward
from handlers.wording import case_cards
from handlers.wording import group_cards as wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import ROUTED
from knowledge.feedback.ready import unfilled
from knowledge.feedback.states import CaseAct
from knowledge.text.folding import fold

_JOIN: Final = re.compile(rf"\s*(?:/nhom(?:@\w+)?\s+)?({PATTERN})[.\s]*", re.IGNORECASE)
_LIST: Final = frozenset({"viec", "/viec", "viec dang cho", "viec can lam"})
PROMPTED: Final = frozenset({"ask", "answer", "refuse", "note", "assign"})
"""Acts that need words first."""


@dataclass(frozen=True, slots=True)
class GroupFlow:
    """One message of a group on its way through the cases that stand there."""

    base: KnowledgeBase
    groups: Groups
    desk: CaseDesk
    inbound: Inbound
    state: ConversationState
    now: datetime

    @property
    def ward(self) -> Ward:
        """The commune as acts need it."""
        return Ward(self.base.commune, self.base.calendar)

    @property
    def contact(self) -> str:
        """The chat, or the topic, it came from."""
        return self.inbound.address.contact

    def turn(self) -> Turn | None:
        """What a message of an officers' group means; None: it is like any group's."""
        kind = self.inbound.kind
        if kind in _WORDED and (joining := self._joining()) is not None:
            return joining
        here = self.groups.here(self.contact)
        if here is None:
            return None
        if kind is InboundKind.LEFT:
            return Turn(commands=(LoseGroup(self.ward, here.contact),))
        return (
            self._tapped(here, self.inbound.action) if kind is InboundKind.TAP else self._said(here)
        )

    def _joining(self) -> Turn | None:
        """A group's one-time code, by itself or after its command."""
        words = self.inbound.text
        found = _JOIN.fullmatch(words)
        commanded = words.strip().lower().split("@")[0].startswith("/nhom")
        if found is None:
            return say(wording.CODE_SPENT) if commanded else None
        code = hash_of(found.group(1))
        unit = self.groups.code_for(self.base.commune.key, code, self.now)
        if unit is None:
            return say(wording.CODE_SPENT) if commanded else None
        return self._join(code, unit)

    def _join(self, code: str, unit: str) -> Turn:
        officer = self.state.actor
        if not isinstance(officer, Officer):
            return say(wording.NEEDS_OFFICER)
        name = wording.unit_name(self.base.commune, unit)
        blocks: list[Block] = [Paragraph(wording.JOINED.format(unit=name))]
        blocks += wording.joined_rules()
        return Turn((Reply(tuple(blocks)),), commands=(JoinGroup(code),))

    def _said(self, here: Here) -> Turn | None:
        if self.inbound.kind not in _WORDED:
            return None
        words = self.inbound.text.strip()
        listing = fold(words.split("@")[0]) in _LIST
        kind, _, rest = (self.inbound.subject or "").partition(":")
        officer = self.state.actor
        if not isinstance(officer, Officer):
            return say(wording.NOT_LINKED) if listing or kind in _OURS else None
        if listing:
            return self._list(here, officer)
        if kind == "act":
            return self._prompted(here, officer, rest, words)
        if kind == "draft":
            return self._drafts(officer).answered(rest, words, lambda one: self._tapped(here, one))
        code = self._code(rest) if kind in _OURS else here.case
        return self._about(here, officer, code, words)

    def _about(
        self, here: Here, officer: Officer, code: CaseCode | None, words: str
    ) -> Turn | None:
        """Words to a card: a number or a label picks its choice, others draft the answer."""
        offered = None if code is None else self.groups.shows(here, code)
        picked = resolve(words, offered or self.state.offered)
        if picked is not None and picked.startswith("case:"):
            return self._tapped(here, picked)
        if code is None or self.inbound.subject is None:
            return None
        seen = self._seen(here, officer, code)
        if seen is None:
            return say(wording.GONE.format(who=officer.name))
        if CaseAct.ANSWER not in seen.able:
            return say(wording.NOT_NOW.format(who=officer.name, code=code))
        return self._drafts(officer).begin(seen, code, words)

    def _tapped(self, here: Here, text: str) -> Turn | None:
        action = actions.parse(text)
        if action is None or action.verb != "case":
            return None
        officer = self.state.actor
        if not isinstance(officer, Officer):
            return say(wording.NOT_LINKED)
        what, about = (*action.args, "", "")[:2]
        if what in DRAFT_ACTS:
            return self._drafts(officer).act(what, about)
        return self._acted(here, officer, what, about)

    def _acted(self, here: Here, officer: Officer, what: str, about: str) -> Turn | None:
        """A choice of a card."""
        given, _, rest = about.partition(".")
        code = self._code(rest or given)
        seen = None if code is None else self._seen(here, officer, code)
        if code is None or seen is None:
            return say(wording.GONE.format(who=officer.name))
        if what == "give":
            known = given.isdecimal() and int(given) in dict(self.groups.takers(self.ward, code))
            return self._hand(officer, seen, code, int(given) if known else None)
        if what == "see":
            return Turn(commands=(ShowInGroup(code, self.ward),))
        if what in READY_ACTS:
            return ReadyInGroup(self._drafts(officer), seen, code).act(what, given)
        if what in AT_ONCE or what in ROADS:
            return self._at_once(officer, seen, code, what)
        return self._prompt(officer, seen, code, what) if what in PROMPTED else None

    def _at_once(self, officer: Officer, seen: Looked, code: CaseCode, what: str) -> Turn:
        if what != "claim":
            given = (CaseAct.ROUTE, what) if what in ROADS else (CaseAct(what), "")
            return self._do(officer, seen, code, *given)
        if seen.holder is not None:
            text = wording.TAKEN.format(who=officer.name, name=seen.holder, code=code)
            return say(text)
        return self._do(officer, seen, code, CaseAct.CLAIM)

    def _prompt(self, officer: Officer, seen: Looked, code: CaseCode, what: str) -> Turn:
        if CaseAct(what) not in seen.able:
            return say(wording.NOT_NOW.format(who=officer.name, code=code))
        asked = wording.ASK[what].format(who=officer.name, code=code)
        buttons: tuple[Button, ...] = ()
        if what == "assign":
            buttons = tuple(
                Button(name, actions.build("case", "give", f"{number}.{code}"))
                for number, name in self.groups.takers(self.ward, code)
                if name != seen.holder and number != officer.id
            )
        buttons = buttons or roads(what, seen, code)
        blocks = (Paragraph(f"{asked} {wording.BY_REPLY}"),)
        reply = Reply(blocks, buttons, subject=f"act:{what}:{code.full}")
        return Turn((reply,))

    def _prompted(self, here: Here, officer: Officer, rest: str, words: str) -> Turn:
        """Words in reply to a prompt: they are the act of who wrote them."""
        what, _, about = rest.partition(":")
        if what in {"override", "late"}:
            return self._drafts(officer).excuse(about, what, words)
        key, _, rest = about.rpartition(".")
        code = self._code(rest)
        seen = None if code is None else self._seen(here, officer, code)
        if code is None or seen is None or what not in PROMPTED | {"ready", "fill"}:
            return say(wording.GONE.format(who=officer.name))
        if what in {"ready", "fill"}:
            return self._readied(here, ReadyInGroup(self._drafts(officer), seen, code), key, words)
        if what == "answer":
            return self._drafts(officer).begin(seen, code, words)
        if what == "assign":
            picked = resolve(words, self._takers(code))
            to = int(picked) if picked else self.desk.colleague(self.ward, code, words)
            return self._hand(officer, seen, code, to)
        return self._do(officer, seen, code, *_meant(what, words, roads(what, seen, code)))

    def _readied(self, here: Here, ready: ReadyInGroup, key: str, words: str) -> Turn:
        """Words to the list of ready replies, or to the one that was chosen."""
        if key:
            return ready.filled(key, words)
        picked = ready.picked(words)
        chosen = None if picked is None else self._tapped(here, picked)
        return chosen or ready.drafting.begin(ready.seen, ready.code, words)

    def _takers(self, code: CaseCode) -> tuple[Button, ...]:
        return tuple(Button(name, str(one)) for one, name in self.groups.takers(self.ward, code))

    def _hand(self, officer: Officer, seen: Looked, code: CaseCode, to: int | None) -> Turn:
        names = dict(self.groups.takers(self.ward, code))
        if to is None:
            return say(wording.UNKNOWN_OFFICER)
        name = names.get(to, wording.A_COLLEAGUE)
        return self._do(officer, seen, code, CaseAct.ASSIGN, to=to, name=name)

    def _do(  # noqa: PLR0913 - what an act is made of
        self,
        officer: Officer,
        seen: Looked,
        code: CaseCode,
        act: CaseAct,
        words: str = "",
        *,
        to: int | None = None,
        name: str = "",
    ) -> Turn:
        if act not in seen.able:
            return say(wording.NOT_NOW.format(who=officer.name, code=code))
        if act in TOLD and unfilled(words):
            return Turn((Reply((Paragraph(case_cards.BLANK),), subject=self.inbound.subject),))
        if held := self._drafts(officer).held(seen, code, act, words):
            return Turn((Reply(held, _alone(code), subject=self.inbound.subject),))
        words, late = late_refusal(words) if act is CaseAct.REFUSE else (words, "")
        command = ActOnCase(
            self.ward, officer, code, act, words, to=to, late_reason=late if seen.late else ""
        )
        said = wording.DONE[act.value].format(who=officer.name, code=code, name=name)
        reply = Reply((Paragraph(said),), subject=f"case:{code.full}")
        return Turn((reply,), commands=(command,))

    def _list(self, here: Here, officer: Officer) -> Turn:
        found = self.groups.open_here(here, self.ward, officer.id)[:LISTED]
        blocks = wording.listed([(one.code, one.due, one.holder) for one in found])
        buttons = tuple(
            Button(f"Xem {one.code}", actions.build("case", "see", str(one.code))) for one in found
        )
        return Turn((Reply(tuple(blocks), buttons),))

    def _drafts(self, officer: Officer) -> Drafting:
        name = hashlib.sha256(
            f"{self.inbound.address.endpoint}|{self.inbound.external_id}".encode()
        ).hexdigest()[:12]
        return Drafting(self.ward, self.groups, self.desk, officer, name, self.now)

    def _seen(self, here: Here, officer: Officer, code: CaseCode) -> Looked | None:
        """The case, if it stands in this group and the officer may see it."""
        if self.groups.shows(here, code) is None:
            return None
        return self.desk.look(self.ward, officer, code, self.now)

    def _code(self, text: str) -> CaseCode | None:
        return CaseCode.read(text, self.base.commune.key)


def _alone(code: CaseCode) -> tuple[Button, ...]:
    return (Button(wording.WHOLE, actions.build("private", f"k_{code}")),)


def _meant(what: str, words: str, offered: tuple[Button, ...]) -> tuple[CaseAct, str]:
    """The act of a prompt with its words, or the choice below it by number or label."""
    picked = actions.parse(resolve(words, offered) or "")
    return (CaseAct(what), words) if picked is None else (CaseAct.ROUTE, picked.args[0])


ROADS: Final = frozenset(kind.value for kind in ROUTED)
"""Choices that point a case to the law's own road."""
TOLD: Final = frozenset({CaseAct.ASK, CaseAct.REFUSE})
"""Acts whose words the citizen reads as they are."""
LISTED: Final = 10
"""Cases of one list; the rest comes as these are done."""
AT_ONCE: Final = frozenset({"claim", "urgent", "keep"})
"""Done at the tap."""
READY_ACTS: Final = frozenset({"ready", "use", "say"})
DRAFT_ACTS: Final = frozenset({"go", "anyway", "because", "drop"})
_OURS: Final = frozenset({"card", "case", "act", "draft"})
"""What a message of ours about a case has for its subject."""
_WORDED: Final = (InboundKind.TEXT, InboundKind.EDIT)
