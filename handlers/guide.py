"""Flow: a question in, the right procedure out, or a question back, a route, or an honest no."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import assert_never

from handlers import actions, options
from handlers.asked_papers import asked_paper
from handlers.choosing import CHOOSING, asked_again, only_limited, which_procedure
from handlers.info import SET_BY_COMMUNE, InfoCards, beside_part
from handlers.limits import countable, part_meant, with_own_day
from handlers.messages import Block, Button, Paragraph, Reply
from handlers.prefaces import names_a_death, prefaced
from handlers.said import said_word
from handlers.saying import lined
from handlers.several import Answered, answered, together
from handlers.turns import Answer, AnswerProcedure, ConversationState, Told, Turn
from handlers.wording import guide as wording
from handlers.wording import procedure as procedure_wording
from handlers.wording.parts import centre_phone
from handlers.wording.plain_answers import offered_line, paper_line, plain_answer
from handlers.wording.procedure import Setting
from knowledge.base import KnowledgeBase
from knowledge.guidance import Card
from knowledge.matching.asked_parts import asked_parts
from knowledge.matching.outcomes import (
    Ambiguous,
    CardFound,
    Intent,
    Match,
    NoMatch,
    ProcedureOption,
    Reading,
    RouteFound,
    Several,
    Subject,
    Wish,
)
from knowledge.procedures import CatalogueState, Part, Procedure
from knowledge.text.codes import procedure_codes
from knowledge.text.folding import fold


@dataclass(frozen=True, slots=True)
class ProcedureGuide:
    """Answers questions about procedures from one state of the knowledge."""

    base: KnowledgeBase
    subject: Subject | None = None
    """What the conversation was about before this message."""

    def ask(self, text: str, state: ConversationState, now: datetime) -> Turn:
        """Answer a question in the person's words."""
        reading = self.base.read(text, state.subject)
        if (turn := self._paper(text, reading)) is not None:
            return turn
        asked = reading.part is not None or reading.follow_up
        if isinstance(reading.outcome, NoMatch) and asked and state.step == CHOOSING:
            limited = only_limited(self.base, state) if reading.part is Part.LIMIT else None
            return self.show(limited, Part.LIMIT) if limited else asked_again(state, reading)
        turn = self._turn(reading, text, now)
        return prefaced(turn, reading, self.base, condoled=self._condoled())

    def _turn(self, reading: Reading, text: str, now: datetime) -> Turn:
        match reading.outcome:
            case Match() as found:
                return self._match(found, reading, text, now)
            case Several() as found:
                say = partial(self._one_of_several, reading=reading, text=text, now=now)
                return together(found, reading, self.base, say)
            case Ambiguous() as found:
                return self._ask_back(found, reading, text)
            case RouteFound(key=key):
                return InfoCards(self.base).route(key, reading)
            case CardFound(key=key):
                return InfoCards(self.base).card(key, now, reading, text)
            case NoMatch(fields=fields):
                return self._none(fields, reading, procedure_codes(text))
            case unexpected:
                assert_never(unexpected)

    def _paper(self, text: str, reading: Reading) -> Turn | None:
        """Whether a paper is needed for what was talked about; None: something else was asked."""
        paper, subject = asked_paper(text), self.subject or Subject()
        led = isinstance(reading.outcome, CardFound | Several)
        led = led and reading.intent is not Intent.SMALLTALK
        if paper is None or not paper.alone or led or subject.options:
            return None
        procedure = self.base.active(subject.code) if subject.code else None
        if procedure is None:
            return which_procedure(self.base, Part.DOCUMENTS, reading)
        turn = self.show(procedure.code, Part.DOCUMENTS)
        start = len(procedure_wording.opening(procedure, self._setting(procedure)))
        return lined(turn, start, paper_line(procedure, paper))

    def show(self, code: str, part: str = "") -> Turn:
        """A procedure picked by tap, link or code: its summary, one part, or the full card."""
        found = self.base.resolve(code)
        if found is None:
            return Turn(
                (Reply(tuple(wording.no_match(centre_phone(self.base.commune), fields=False))),)
            )
        procedure, asked_as = found
        if procedure.state is CatalogueState.REPEALED:
            return InfoCards(self.base).repealed(procedure)
        setting = self._setting(procedure, asked_as=asked_as)
        if part == "full":
            blocks = procedure_wording.full_card(procedure, setting)
            return self._answer(procedure, blocks, None, "full", None)
        wanted = Part(part) if part in Part._value2member_map_ else None
        blocks, value = procedure_wording.answer(procedure, wanted, setting)
        return self._answer(procedure, blocks, wanted, value, None)

    def checklist(self, code: str) -> Turn:
        """The papers alone, to print and tick off."""
        found = self.base.resolve(code)
        if found is None or found[0].state is CatalogueState.REPEALED:
            return self.show(code)
        blocks = procedure_wording.checklist(found[0], self._setting(found[0]))
        return self._answer(found[0], blocks, Part.DOCUMENTS, "checklist", None)

    def _match(self, found: Match, reading: Reading, text: str, now: datetime) -> Turn:
        resolved = self.base.resolve(found.code)
        if resolved is None:
            return self._none((), reading)
        procedure, asked_as = resolved
        if procedure.state is CatalogueState.REPEALED:
            return InfoCards(self.base).repealed(procedure)
        if (road := InfoCards(self.base).told_first(procedure)) is not None:
            return self._road(procedure, road, found, reading, now)
        said = None if reading.follow_up else said_word(procedure, text)
        setting = self._setting(procedure, asked_as=asked_as, said=said, case=reading.case)
        setting, asked = with_own_day(setting, self.base, procedure, text), asked_parts(fold(text))
        part = part_meant(procedure, reading.part, text)
        blocks, value = procedure_wording.told(procedure, part, asked, setting)
        if plain := plain_answer(procedure, part, text):
            start = len(procedure_wording.opening(procedure, setting))
            blocks[start:start] = plain
        return self._answer(procedure, blocks, part, value, (found, reading))

    def _road(
        self, procedure: Procedure, road: Card, found: Match, reading: Reading, now: datetime
    ) -> Turn:
        """What goes before the record: the law's own road, its words not kept (F-10, F-11)."""
        told = InfoCards(self.base).card(road.key, now, reading)
        blocks = list(told.replies[0].blocks)
        if reading.part not in (SET_BY_COMMUNE if road.leads else {None}):
            setting = self._setting(procedure)
            asked, _ = procedure_wording.answer(procedure, reading.part, setting)
            blocks = beside_part(road, blocks, asked)
        turn = self._answer(procedure, blocks, reading.part, road.key, (found, reading))
        reply = replace(turn.replies[0], choices=told.replies[0].choices)
        return replace(turn, replies=(reply,), commands=told.commands)

    def _answer(
        self,
        procedure: Procedure,
        blocks: list[Block],
        part: Part | None,
        value: str,
        how: tuple[Match, Reading] | None,
    ) -> Turn:
        others = how[0].others if how else ()
        extras = self._extras(procedure)
        buttons = options.part_buttons(procedure, part, extras, full=value == "full")
        shown = [AnswerProcedure(procedure.code, procedure.title, how[0].confidence if how else 1)]
        for other in others[:2]:
            if (near := self.base.active(other.code)) is not None:
                shown.append(AnswerProcedure(near.code, near.title, other.confidence))
                label = f"Hay là: {near.title}"
                buttons.append(Button(label, actions.build("p", near.code)))
        answer = Answer(
            "answer",
            tuple(shown),
            related=procedure.linked,
            part=part,
            intent=how[1].intent if how else Intent.PROCEDURE,
            confidence=shown[0].confidence,
            follow_up=bool(how and how[1].follow_up),
        )
        told = self._told(procedure, part, value, how)
        subject = Subject(procedure.code, (), part)
        reply = Reply(tuple(blocks), tuple(buttons), subject=f"procedure:{procedure.code}")
        return Turn((reply,), subject=subject, told=(told,), answer=answer)

    def _extras(self, procedure: Procedure) -> list[Button]:
        """What goes beyond the record: a list to print, a filled sample, the own limit."""
        extras = [Button("Danh sách giấy tờ để in", actions.build("list", procedure.code))]
        if self.base.sample(procedure.code) is not None:
            extras.append(Button("Xem hồ sơ mẫu đã điền", actions.build("sample", procedure.code)))
        if countable(procedure) is not None:
            extras.append(Button("Tính hạn của tôi", actions.build("limit", procedure.code)))
        near = [one for code in procedure.linked if (one := self.base.active(code)) is not None]
        extras.extend(Button(one.title, actions.build("p", one.code)) for one in near[:2])
        return extras

    def _told(
        self,
        procedure: Procedure,
        part: Part | None,
        value: str,
        how: tuple[Match, Reading] | None,
    ) -> Told:
        version = self.base.version_of(procedure.code)
        if how is None:
            return Told("answer", procedure.code, version, part, value)
        found, reading = how
        return Told("answer", procedure.code, version, part, value, found.confidence, reading.style)

    def _one_of_several(
        self, wish: Wish, reading: Reading, text: str, now: datetime
    ) -> Answered | None:
        if isinstance(wish, RouteFound):
            return answered(InfoCards(self.base).route(wish.key, alone=False))
        if isinstance(wish, CardFound):
            return answered(InfoCards(self.base).card(wish.key, now, words=text))
        if (resolved := self.base.resolve(wish.code)) is None:
            return None
        procedure, asked_as = resolved
        if procedure.state is CatalogueState.REPEALED:
            return answered(InfoCards(self.base).repealed(procedure))
        part, setting = wish.part or reading.part, self._setting(procedure, asked_as=asked_as)
        blocks, value = procedure_wording.answer(procedure, part, setting)
        label = f"Xem đầy đủ: {procedure.title}"
        return Answered(
            tuple(blocks),
            (Button(label, actions.build("p", procedure.code, "full")),),
            (self._told(procedure, part, value, (wish, reading)),),
            AnswerProcedure(procedure.code, procedure.title, wish.confidence),
        )

    def _ask_back(self, found: Ambiguous, reading: Reading, text: str) -> Turn:
        family = self.base.family(found.family) if found.family else None
        question = wording.family_question(family) if family else wording.which_one(found.question)
        page = options.first_page(found)
        meant = options.procedures_of(found.options)  # words may name one of a later page
        known = (self.base.active(one.code) for one in meant)
        line = offered_line([one for one in known if one is not None], text)
        question = [*self._condolence(options.procedures_of(page.options), text), *line, *question]
        shown = tuple(
            AnswerProcedure(one.code, one.label, one.confidence)
            for one in options.procedures_of(page.options)
        )
        answer = Answer("clarify", shown, part=reading.part, intent=reading.intent)
        told = Told("clarify", part=reading.part, style=reading.style, asked_back=True)
        subject = Subject(None, tuple(one.code for one in meant), reading.part)
        return Turn(
            (Reply(tuple(question), page.buttons, subject=options.LIST),),
            step=CHOOSING,
            draft=options.draft_of(found, reading.part),
            subject=subject,
            told=(told,),
            answer=answer,
        )

    def _condolence(self, offered: list[ProcedureOption], text: str) -> list[Block]:
        """One line before the question when a death is named and what is offered follows it."""
        due = names_a_death(text) and self._mourning([one.code for one in offered])
        return [Paragraph(procedure_wording.CONDOLENCE)] if due and not self._condoled() else []

    def _condoled(self) -> bool:
        """Whether the conversation is already about a death: its first answer had the line."""
        if self.subject is None:
            return False
        return self._mourning([self.subject.code] if self.subject.code else self.subject.options)

    def _mourning(self, codes: Sequence[str]) -> bool:
        """Whether the likeliest of these and most of them follow a death.

        Beside registering a death stands registering one again, often decades later.
        """
        found = [one is not None and one.condolence for one in map(self.base.active, codes)]
        return bool(found) and found[0] and 2 * sum(found) > len(found)

    def _none(self, fields: tuple[str, ...], reading: Reading, codes: Sequence[str] = ()) -> Turn:
        if reading.part in options.PART_BUTTONS and not fields and not codes:
            return which_procedure(self.base, reading.part, reading)
        buttons = tuple(options.field_buttons(fields, self.base))
        blocks = wording.no_match(centre_phone(self.base.commune), fields=bool(buttons))
        if codes:
            blocks = wording.unknown_code(codes[0], centre_phone(self.base.commune))
        answer = Answer("none", part=reading.part, intent=reading.intent, style=reading.style)
        told = Told("none", style=reading.style)
        return Turn((Reply(tuple(blocks), buttons),), told=(told,), answer=answer)

    def _setting(
        self,
        procedure: Procedure,
        *,
        asked_as: str | None = None,
        said: str | None = None,
        case: str | None = None,
    ) -> Setting:
        stale = self.base.is_stale(procedure.code)
        return Setting(
            self.base.commune, self.base.on, stale, said, case, self._condoled(), asked_as
        )
