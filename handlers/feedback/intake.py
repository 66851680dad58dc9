"""Taking a report: one free prompt, the kind confirmed in a tap, only what is missing asked."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from handlers import actions
from handlers.commands import Command, CountEvent, WipeInbound, WipeSince
from handlers.digits import labelled_digits, without_digits
from handlers.dossier_ports import LookUpPorts
from handlers.feedback.areas import AREA, Areas
from handlers.feedback.delays import Delay
from handlers.feedback.draft import Draft, is_missing
from handlers.feedback.names import read_reporter
from handlers.feedback.opening import Opening, fielded
from handlers.feedback.ports import Cases
from handlers.feedback.roads import NAMES, Roads
from handlers.guide import ProcedureGuide
from handlers.messages import Button, Inbound, InboundKind, Paragraph, Reply
from handlers.privacy import PersonalData, PersonalRecords, needs_consent
from handlers.saying import prefixed, say
from handlers.turns import Answer, ConversationState, Turn
from handlers.wording import feedback as wording
from handlers.wording import guide as guide_wording
from knowledge.base import KnowledgeBase
from knowledge.feedback.classifying import KindReading, shipped_reader
from knowledge.feedback.cues import shipped_cues
from knowledge.feedback.kinds import LABELS, TAKEN, FeedbackKind
from knowledge.feedback.splitting import split
from knowledge.feedback.states import About
from knowledge.matching.outcomes import Intent
from knowledge.text.folding import words

DESCRIBE: Final = "feedback.describe"
SUSPECT: Final = "feedback.suspect"
KIND: Final = "feedback.kind"
MISSING: Final = "feedback.missing"
WHO: Final = "feedback.who"
NAME: Final = "feedback.name"
TAKING: Final = frozenset({DESCRIBE, SUSPECT, KIND, MISSING, AREA, WHO})
"""Steps in which whatever a person sends belongs to the report."""
SHORTEST: Final = 3
"""Words of a report that says something: "rác đầy hẻm"."""
OFFERED: Final = 3
"""Kinds offered at once: 88 % of held-out reports have the right one among them."""


@dataclass(frozen=True, slots=True)
class Intake:
    """One message on its way into a report."""

    base: KnowledgeBase
    cases: Cases
    records: PersonalRecords
    inbound: Inbound
    state: ConversationState
    now: datetime
    look_ups: LookUpPorts = field(default_factory=LookUpPorts)

    @property
    def draft(self) -> Draft:
        """The report so far."""
        return Draft.of(self.state.draft, self.now)

    def start(self, kind: FeedbackKind | None = None) -> Turn:
        """The one free prompt."""
        if self.inbound.group:
            return say(wording.ONLY_PRIVATE)
        draft = Draft(self.inbound.received_at, kind=kind, confirmed=kind is not None)
        buttons = (
            Button(wording.MINE, actions.build("fb", "mine")),
            Button(guide_wording.CANCEL, actions.build("cancel")),
        )
        reply = Reply((Paragraph(wording.PROMPT),), buttons)
        return self._ask(reply, DESCRIBE, draft)

    def began(self, said: str) -> Turn:
        """The first words were a report already."""
        if self.inbound.group:
            return say(wording.ONLY_PRIVATE)
        return self.read(Draft(self.inbound.received_at).plus(said, self.inbound))

    def take(self, said: str) -> Turn:
        """More words or files while the report is open."""
        draft = self.draft
        if labelled_digits(said):  # a second factor is asked for when it is needed, never kept
            taken = self.take(without_digits(said))
            return replace(taken, commands=(*taken.commands, WipeInbound()))
        edited = self.inbound.kind is InboundKind.EDIT
        if edited and (anew := draft.corrected(self.inbound.message, said)) is not None:
            return self.read(anew)
        draft = draft.plus(said, self.inbound)
        asked = bool(said.strip()) and self.state.step == AREA
        skipped = draft.skipped or self.state.step == MISSING
        return self.read(replace(draft, skipped=skipped, area_asked=draft.area_asked or asked))

    def placed(self) -> Turn:
        """A point on the map: where it is; the step goes on."""
        draft = replace(self.draft, place=self.inbound.text, area="", area_asked=False)
        if self.state.step == NAME and not self.areas(draft).due:
            turn = self.prompt_name(draft)
        elif self.state.step in {WHO, NAME}:
            turn = self.ask_who(draft)
        else:
            turn = self.read(draft)
        return prefixed(turn, Paragraph(wording.PLACE_KEPT))

    def read(self, draft: Draft) -> Turn:
        """What the report seems to be, and what to ask next."""
        parted = split(draft.text, shipped_reader(), shipped_cues())
        if parted.routed and not parted.taken:
            return Roads(self.base, self.now).by_law(parted.routed[0], draft.since)
        if parted.routed:
            return self._parted(draft, parted.taken, parted.routed)
        return self._read_whole(draft, shipped_reader().read(draft.text))

    def _read_whole(self, draft: Draft, reading: KindReading) -> Turn:
        concern = self.cases.concern(self.base.commune.key, draft.text)
        if concern.about is About.HEAD and not concern.reviewer:
            return Roads(self.base, self.now).to_the_province(draft.since)
        if reading.abuse and reading.kind not in TAKEN:
            kept = self._opening().for_review(draft)
            return say(wording.KEEP_CALM, CountEvent("feedback.abuse"), kept)
        if reading.suspected and not draft.plain:
            return self._ask_whether_plain(draft)
        if len(words(draft.text)) < SHORTEST:
            return self._ask(Reply((Paragraph(wording.MORE),), (_cancel(),)), DESCRIBE, draft)
        if reading.emergency and not draft.urgent:
            urgent = self.following(replace(draft, urgent=True), reading)
            return prefixed(urgent, Paragraph(wording.EMERGENCY))
        return self.following(draft, reading)

    def following(self, draft: Draft, reading: KindReading) -> Turn:
        """The next thing to ask, or whether it is a question after all."""
        if draft.confirmed and draft.kind is not None:
            return self.after_kind(draft)
        if reading.kind is FeedbackKind.QUESTION and not draft.plain:
            return self._maybe_a_question(draft)
        return self._confirm(draft, reading.options)

    def _confirm(self, draft: Draft, options: tuple[FeedbackKind, ...]) -> Turn:
        first, *others = options[:OFFERED]
        buttons = [Button(wording.YES, actions.build("fb", "kind", first.value))]
        buttons += [Button(LABELS[one], actions.build("fb", "kind", one.value)) for one in others]
        buttons += [Button(wording.OTHER, actions.build("fb", "kinds")), _cancel()]
        reply = Reply(tuple(wording.which_kind(first)), tuple(buttons))
        return self._ask(reply, KIND, replace(draft, kind=first))

    def all_kinds(self) -> Turn:
        """Every kind, when the guess was wrong."""
        buttons = [Button(LABELS[one], actions.build("fb", "kind", one.value)) for one in TAKEN]
        reply = Reply(tuple(wording.choose_kind()), (*buttons, _cancel()))
        return self._ask(reply, KIND, self.draft)

    def confirmed(self, kind: FeedbackKind) -> Turn:
        """The kind was tapped."""
        draft = replace(self.draft, kind=kind, confirmed=True)
        return self.after_kind(draft) if draft.parts else self.start(kind)

    def after_kind(self, draft: Draft) -> Turn:
        """Ask what is missing, once; then who it is."""
        kind = draft.kind
        if kind is FeedbackKind.DOSSIER_DELAY and (asked := self.delay.first(draft)) is not None:
            return asked
        if kind is None or draft.skipped or not is_missing(kind, draft):
            return self.ask_who(draft)
        skip = wording.NO_CODE if kind is FeedbackKind.DOSSIER_DELAY else wording.SKIP
        buttons = (Button(skip, actions.build("fb", "skip")), _cancel())
        reply = Reply((Paragraph(wording.ask_missing(kind)),), buttons)
        return self._ask(reply, MISSING, draft)

    @property
    def delay(self) -> Delay:
        """The look-up before a report of lateness."""
        read = (self.base, self.look_ups, self.records)
        return Delay(*read, self.inbound, self.state, self.now)

    def digits(self, said: str) -> Turn:
        """The digits of the dossier: what the clock says, then the report goes on."""
        found = self.delay.read(self.draft, said)
        if isinstance(found, Turn):
            return found
        turn = self.after_kind(found.draft)
        for block in reversed(found.blocks):
            turn = prefixed(turn, block)
        return replace(turn, commands=(*turn.commands, *found.commands))

    def unlooked(self) -> Turn:
        """Taken without looking the dossier up."""
        return self.after_kind(replace(self.draft, looked=True))

    def skipped(self) -> Turn:
        """What is missing stays so."""
        return self.ask_who(replace(self.draft, skipped=True))

    def plain(self) -> Turn:
        """The person said it is feedback, no denunciation."""
        return self.read(replace(self.draft, plain=True))

    def areas(self, draft: Draft) -> Areas:
        """What is to be known of where it is."""
        return Areas(self.base.commune.feedback, fielded(self.base, self.state.subject, draft))

    def ask_who(self, draft: Draft) -> Turn:
        """Which place of the rules it is, where that decides; then who it is."""
        if self.areas(draft).due:
            return self.ask_area(draft)
        buttons = (
            Button(wording.WITH_NAME, actions.build("fb", "name")),
            Button(wording.WITHOUT_NAME, actions.build("fb", "anon")),
            _cancel(),
        )
        return self._ask(Reply(tuple(wording.ask_who()), buttons), WHO, draft)

    def ask_area(self, draft: Draft, first: int = 0) -> Turn:
        """Which place the point lies in."""
        return self._ask(self.areas(draft).question(first), AREA, draft)

    def ask_name(self) -> Turn:
        """The purpose notice before the first personal datum, then the name."""
        draft = self.draft
        if not draft.parts:
            return self.start()
        if needs_consent(self.state):
            privacy = PersonalData(self.base.commune, self.records)
            resume = actions.build("fb", "agreed")
            asked = privacy.ask_consent(wording.PURPOSE, resume)
            otherwise = {"resume": resume, "otherwise": actions.build("fb", "anon")}
            return replace(asked, draft={**draft.values(), **otherwise})
        return self.prompt_name()

    def prompt_name(self, draft: Draft | None = None) -> Turn:
        """The notice was agreed to: name and phone in one line."""
        buttons = (Button(wording.WITHOUT_NAME, actions.build("fb", "anon")), _cancel())
        return self._ask(Reply((Paragraph(wording.ASK_NAME),), buttons), NAME, draft or self.draft)

    def named(self, said: str) -> Turn:
        """The name arrived: the case is opened, and the line with the name is not kept."""
        reporter = read_reporter(said)
        if reporter is None:
            buttons = (Button(wording.WITHOUT_NAME, actions.build("fb", "anon")), _cancel())
            asked = self._ask(Reply((Paragraph(wording.NAME_AGAIN),), buttons), NAME, self.draft)
            return replace(asked, commands=(WipeInbound(),))
        turn = self._opening().open(self._fielded, reporter)
        return replace(turn, commands=(*turn.commands, WipeInbound()))

    def unnamed(self) -> Turn:
        """Sent without a name: a hint."""
        draft = self.draft
        return self._opening().open(self._fielded, None) if draft.parts else self.start()

    @property
    def _fielded(self) -> Draft:
        return fielded(self.base, self.state.subject, self.draft)

    def _opening(self) -> Opening:
        return Opening(self.base, self.cases, self.now)

    def _parted(self, draft: Draft, taken: str, routed: tuple[FeedbackKind, ...]) -> Turn:
        """F-7: what is feedback goes on; words of the rest are wiped with their messages."""
        kept = replace(draft, parts=(taken,), ids=())
        turn = self._read_whole(kept, shipped_reader().read(taken))
        wiped: tuple[Command, ...] = (WipeSince(draft.since), WipeInbound())
        counted = tuple(CountEvent(f"routed.{kind.value}") for kind in routed)
        told = prefixed(turn, wording.split_off([NAMES[kind] for kind in routed]))
        return replace(told, commands=(*wiped, *counted, *turn.commands))

    def _ask_whether_plain(self, draft: Draft) -> Turn:
        buttons = (
            Button(wording.PLAIN, actions.build("fb", "plain")),
            Button(wording.DENOUNCE, actions.build("fb", "law", "denunciation")),
            Button(wording.COMPLAIN, actions.build("fb", "law", "complaint")),
            _cancel(),
        )
        return self._ask(Reply(tuple(wording.is_it_plain()), buttons), SUSPECT, draft)

    def _maybe_a_question(self, draft: Draft) -> Turn:
        """A question among reports is answered; one tap makes it a report."""
        turn = ProcedureGuide(self.base).ask(draft.text, self.state, self.now)
        said = turn.answer
        if said is None or said.outcome == "none" or said.intent is Intent.FEEDBACK:
            return self._confirm(draft, shipped_reader().read(draft.text).options)
        last = turn.replies[-1]
        button = Button(wording.IS_FEEDBACK, actions.build("fb", "plain"))
        replies = (*turn.replies[:-1], replace(last, choices=(*last.choices, button)))
        return replace(turn, replies=replies, step=KIND, draft=draft.values())

    @staticmethod
    def _ask(reply: Reply, step: str, draft: Draft) -> Turn:
        answer = Answer("card", intent=Intent.FEEDBACK)
        return Turn((reply,), step=step, draft=draft.values(), answer=answer)


def _cancel() -> Button:
    return Button(guide_wording.CANCEL, actions.build("cancel"))
