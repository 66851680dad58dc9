"""Which flow answers: a command word, a tapped or typed choice, the open step, a question."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from handlers import actions, news, options
from handlers.agreeing import answered
from handlers.browse import Directory
from handlers.choosing import CHOOSING, offered
from handlers.command_words import LINK_ACTS, command_verb
from handlers.desk import officers_turn
from handlers.desk_context import DeskPorts
from handlers.dossier_flows import VERBS, DossierFlows
from handlers.dossier_ports import LookUpPorts
from handlers.dossiers import LookUp
from handlers.expiring import with_kind_word
from handlers.feedback.door import NO_CASES, CasePorts, Door
from handlers.feedback.forgetting import given_up, unkept
from handlers.filled import FilledSamples
from handlers.genuine_flow import GenuineFlow
from handlers.genuine_ports import NOTHING_SENT, GenuinePorts
from handlers.guide import ProcedureGuide
from handlers.help import help_card
from handlers.holding import SILENCE, steps_back
from handlers.info import InfoCards
from handlers.limits import DAY_STEP, OwnLimits
from handlers.messages import Address, Block, Button, Inbound, InboundKind, Paragraph, Reply
from handlers.moved import with_moved_places
from handlers.privacy import CONSENT, CORRECT, PersonalData, PersonalRecords
from handlers.private import MY_DATA, PRIVATE_LINKS, in_private
from handlers.saying import prefixed, say
from handlers.sent_files import KEEPS_FILES, SentFiles, of_a_case
from handlers.short_commands import ShortCommands, by_code
from handlers.staff import NoStaff, StaffBook
from handlers.stale import STALE
from handlers.turns import IDLE, ConversationState, Turn
from handlers.wording import guide as wording
from handlers.wording import short as short_wording
from handlers.wording.messengers import WHICH
from handlers.wording.privacy import VERSION
from knowledge.base import KnowledgeBase
from knowledge.places import without_places
from knowledge.text.characters import clean
from knowledge.text.folding import fold

LONGEST_MESSAGE = 4000
"""Characters read of one message; longer is told to be shortened, kindly."""
NOBODY = Address("", "")
"""The address of a greeting shown to whoever opens the page."""


@dataclass(frozen=True, slots=True)
class Router:
    """Turns one inbound into one turn; implements the inbox's responder."""

    knowledge: Callable[[datetime], KnowledgeBase]
    """The knowledge in force at a moment; read once per message."""
    records: PersonalRecords
    staff: StaffBook = NoStaff()  # noqa: RUF009 - holds nothing
    look_ups: LookUpPorts = field(default_factory=LookUpPorts)
    desk: DeskPorts = field(default_factory=DeskPorts)
    ports: CasePorts = NO_CASES
    genuine: GenuinePorts = NOTHING_SENT

    def respond(self, inbound: Inbound, state: ConversationState, now: datetime) -> Turn:
        """The decision about one inbound."""
        if steps_back(inbound, state, now):
            return SILENCE
        ports = (self.look_ups, self.desk, self.ports, self.genuine)
        read = (self.knowledge(now), self.records, self.staff, *ports)
        routes = _Routes(*read, inbound, state, now)
        turn = unkept(inbound, state, routes.turn(), now)
        turn = with_kind_word(turn, state)
        commune = routes.base.commune
        return replace(turn, replies=tuple(wording.marked(one, commune) for one in turn.replies))


@dataclass(frozen=True, slots=True)
class _Routes:
    """One message on its way through the flows."""

    base: KnowledgeBase
    records: PersonalRecords
    staff: StaffBook
    look_ups: LookUpPorts
    desk: DeskPorts
    ports: CasePorts
    genuine: GenuinePorts
    inbound: Inbound
    state: ConversationState
    now: datetime

    def turn(self) -> Turn:
        inbound = self.inbound
        ports, mine = (self.staff, self.desk), self.door().group() if inbound.group else None
        mine = mine or officers_turn(self.base, ports, inbound, self.state, self.now)
        if mine is not None:
            return mine
        if inbound.kind is InboundKind.TAP:
            return self.act(inbound.action)
        if inbound.kind is InboundKind.START:
            return self.start(inbound.text)
        if inbound.kind is InboundKind.FILES:
            return self.files(SentFiles(inbound))
        if inbound.kind in _WORDED:
            return self.text(inbound.text)
        return self.door().wordless.turn()

    def text(self, raw: str) -> Turn:
        if len(raw) > LONGEST_MESSAGE:
            return say(wording.TOO_LONG)
        words = clean(raw)
        if not fold(words).strip():
            return say(wording.EMPTY)
        words, short = ShortCommands(self.guide(), self.dossiers()).read(words)
        if short is not None:
            return short
        verb = command_verb(words)
        edited = None if verb else self.door().edited(words)
        picked = actions.build(verb) if verb else edited or answered(words, self.state)
        if picked is not None:
            return self.act(picked) if isinstance(picked, str) else picked
        genuine = GenuineFlow(self.base, self.genuine, self.look_ups.log, self.inbound, self.now)
        taken = self._step(words) or genuine.turn(raw) or self.door().found(words)
        if taken is not None:
            return taken
        looked_up = DossierFlows(self.dossiers()).read(words)
        looked_up = looked_up or self.limits().in_question(words, self.now)
        looked_up = looked_up or FilledSamples(self.base, self.state.subject).in_question(words)
        looked_up = looked_up or genuine.number(raw)
        return self.door().beside(words, looked_up) if looked_up else self.question(words)

    def files(self, sent: SentFiles) -> Turn:
        """A caption and a code in a picture count as typed; a step may have asked for files."""
        asked_for = self.state.step in KEEPS_FILES and not self.state.expired
        asked_for = asked_for or of_a_case(self.inbound.subject)
        turn = self._step(sent.words) if asked_for else None
        if turn is None and not sent.words and not sent.link:
            return self.door().pictured(sent.answer())
        turn = turn or (self.text(sent.words) if sent.words else self.start(sent.link))
        return sent.with_trouble(turn)

    def question(self, words: str) -> Turn:
        asked = without_places(words, self.base.commune)
        turn = self.guide().ask(asked, self.state, self.now)
        turn = self.limits().carried(turn, words, self.now)
        turn = with_moved_places(self.base, turn, words, self.now)
        return self.door().heard(words, self.dossiers().instead_of(turn))

    def guide(self) -> ProcedureGuide:
        return ProcedureGuide(self.base, self.state.subject)

    def limits(self) -> OwnLimits:
        return OwnLimits(self.base, self.state.subject)

    def _step(self, words: str) -> Turn | None:
        """What an open step makes of free words; None lets them be a question."""
        if (taken := self.door().step(words)) is not None:
            return taken
        if self.state.expired:
            return None
        draft = self.state.draft or {}
        if self.state.step == CORRECT:
            return self._privacy().correct(words)
        if self.state.step == DAY_STEP:
            return self.limits().take(words, str(draft.get("code", "")), self.now)
        return news.choose(self.dossiers(), words) if self.state.step == news.CHOOSING else None

    def start(self, parameter: str) -> Turn:
        """Opened the chat, or followed a link such as `p_1-001193`; one too old is told so."""
        if not parameter:
            return self.door().wordless.greeted() or self.hello()
        kind, _, name = parameter.partition("_")
        if self.inbound.group and kind in PRIVATE_LINKS:
            return in_private(parameter)
        if kind in LINK_ACTS:
            return self.act(LINK_ACTS[kind])
        followed = LINKS[kind](self, name) if kind in LINKS else None
        return followed or prefixed(self.hello(), Paragraph(wording.UNKNOWN_LINK))

    def hello(self) -> Turn:
        shown = [one for code in options.SUGGESTIONS if (one := self.base.active(code)) is not None]
        buttons = [Button(one.title, actions.build("p", one.code)) for one in shown]
        buttons.append(Button(wording.ALL_PROCEDURES, actions.build("menu")))
        buttons += self.dossiers().welcome()
        blocks: list[Block] = wording.welcome(self.base.commune)
        return Turn((Reply(tuple(blocks), tuple(buttons)),))

    def act(self, text: str) -> Turn:
        """What a tap does; an action nobody knows, or too old to hold, gets a kind word."""
        action = actions.parse(text)
        if action is None or action.verb not in ACTS:
            return STALE
        return ACTS[action.verb](self, *(*action.args, "", "")[:2])

    def cancel(self, *_: str) -> Turn:
        busy = self.state.step != IDLE and not self.state.expired
        wiped = given_up(self.state) if busy else ()
        return say(wording.CANCELLED if busy else wording.NOTHING_TO_CANCEL, *wiped)

    def procedure(self, code: str, part: str) -> Turn:
        """A procedure by tap; after a question back, the part first asked for leads."""
        draft = (self.state.draft or {}) if self.state.step == CHOOSING and not part else {}
        limit = self.limits().chosen(code, draft, self.now)
        return limit or self.guide().show(code, part or str(draft.get("part") or ""))

    def checklist(self, code: str, _: str) -> Turn:
        return self.guide().checklist(code)

    def more(self, start: str, _: str) -> Turn:
        draft = self.state.draft or {}
        left = options.options_from(draft)
        if not start.isdecimal() or int(start) >= len(left):
            return STALE
        page = options.turned(left, int(start), draft.get("family"))
        return Turn((page,), step=CHOOSING, draft=draft)

    def consent(self, answer: str, _: str) -> Turn:
        turn = self._privacy().consent(answer)
        resume = (self.state.draft or {}).get("resume")
        if answer == "no":
            resume = (self.state.draft or {}).get("otherwise")
        if answer == "withdraw" or self.state.step != CONSENT or not resume:
            return turn
        agreed = replace(self.state, consent=VERSION)
        following = replace(self, state=agreed).act(str(resume))
        return replace(
            following,
            replies=(*turn.replies, *following.replies),
            commands=(*turn.commands, *following.commands),
        )

    def data(self, what: str, _: str) -> Turn:
        mine, inbound = self._privacy(), self.inbound
        return mine.act(what, inbound) if what else mine.overview(inbound, self.state)

    def card(self, key: str, _: str) -> Turn:
        opened = self.door().sender.card(key)
        return opened or self.dossiers().instead_of(InfoCards(self.base).card(key, self.now))

    def dossiers(self) -> LookUp:
        return LookUp(self.base, self.look_ups, self.inbound, self.state, self.now, self._privacy())

    def door(self) -> Door:
        read = (self.base, self.ports, self.records)
        return Door(*read, self.inbound, self.state, self.now, self.look_ups)

    def _privacy(self) -> PersonalData:
        return PersonalData(self.base.commune, self.records)


def _dossier_act(verb: str) -> Callable[..., Turn]:
    """Verbs of the flows about dossiers."""
    return lambda routes, first, second: DossierFlows(routes.dossiers()).act(verb, first, second)


ACTS: dict[str, Callable[..., Turn]] = {
    "p": _Routes.procedure,
    "list": _Routes.checklist,
    "r": lambda routes, key, _: InfoCards(routes.base).route(key),
    "c": _Routes.card,
    "more": _Routes.more,
    "unsure": lambda routes, family, _: InfoCards(routes.base).unsure(
        family, offered(routes.base, routes.state)
    ),
    "menu": lambda routes, *_: Directory(routes.base).start(),
    "life": lambda routes, key, _: Directory(routes.base).life(key),
    "field": lambda routes, key, page: Directory(routes.base).field(key, page),
    "az": lambda routes, letter, page: Directory(routes.base).alphabet(letter, page),
    "sample": lambda routes, code, _: InfoCards(routes.base).sample(code),
    "limit": lambda routes, code, _: routes.limits().ask(code),
    "data": _Routes.data,
    "private": lambda routes, link, _: routes.start(link),
    "fb": lambda routes, what, about: routes.door().sender.act(what, about),
    "consent": _Routes.consent,
    "work": lambda *_: STALE,  # an officer's choices are taken before; nobody else has any
    "cancel": _Routes.cancel,
    "case": lambda routes, what, about: routes.door().officer.act(what, about),
    "teach": lambda routes, what, about: routes.door().teach(what, about),
    "human": lambda routes, what, about: routes.door().asking.act(what, about),
    "callback": lambda routes, *_: routes.door().asking.act("call", ""),
    "hello": lambda routes, *_: routes.hello(),
    "which": lambda *_: say(WHICH),
    "next": lambda *_: say(short_wording.NO_MORE),
    "help": lambda routes, *_: help_card(routes.base),
    **{verb: _dossier_act(verb) for verb in VERBS},
}
"""What each verb of an action does; `handlers.actions.VERBS` names the same set."""

LINKS: dict[str, Callable[[_Routes, str], Turn | None]] = {
    "p": lambda routes, name: by_code(routes.guide(), name.replace("-", ".", 1)),
    "d": lambda routes, token: routes.dossiers().act("token", token),
    "f": lambda routes, code: routes.door().sender.follow.found(code.replace("_", " ")),
    "k": lambda routes, code: routes.door().officer.act("see", code),
    MY_DATA: lambda routes, _: routes.data("", ""),
}
"""What a link's parameter `kind_name` opens: None when its name is no longer known."""

_WORDED = (InboundKind.TEXT, InboundKind.EDIT)
