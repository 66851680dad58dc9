"""Flow: an officer's desk in their own chat. Lists, cards, and the acts over dossiers.

Everything is a choice (`work:…`), taken by button, number or label, or words a step asked for.
What is told as done was asked of the same checks the act asks again under its lock: who comes
second hears who was first.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers import (
    actions,
    desk_answers,
    desk_causes,
    desk_news,
    desk_news_sent,
    desk_opening,
    desk_shelf,
    desk_sign_in,
    desk_slips,
    desk_sorry,
)
from handlers.agenda import agenda_reply
from handlers.choices import resolve
from handlers.command_words import command_verb
from handlers.desk_context import At, DeskPorts, say
from handlers.duties import tasks
from handlers.messages import Inbound, InboundKind
from handlers.news_desk import Change
from handlers.officers import Officer
from handlers.roles import Act, may
from handlers.sent_files import SentFiles
from handlers.staff import Linking, StaffBook
from handlers.turns import ConversationState, Turn
from handlers.ward import Ward
from handlers.wording import agenda as agenda_wording
from handlers.wording import duties as wording
from knowledge.base import KnowledgeBase
from knowledge.text.characters import clean
from knowledge.text.codes import dossier_codes, without_codes
from knowledge.text.folding import fold

VERB: Final = "work"
WORDS: Final = {
    "viec": "list",
    "viec cua toi": "list",
    "viec hom nay": "list",
    "viec can lam": "list",
    "sansang": "ready",
    "ket qua cho xac nhan": "ready",
    "xac nhan ket qua": "ready",
    "phieu": "slips",
    "phieu cho ky": "slips",
}
"""Folded words, commands without their stroke among them, and the act they mean."""


def officers_turn(
    base: KnowledgeBase,
    ports: tuple[StaffBook, DeskPorts],
    inbound: Inbound,
    state: ConversationState,
    now: datetime,
) -> Turn | None:
    """A one-time code, or an officer at their desk; None: a message like any citizen's."""
    staff, desk = ports
    linked = Linking(staff, base.commune.key, inbound, state, now).turn()
    if linked is not None or not isinstance(state.actor, Officer):
        return linked
    ward = Ward(base.commune, base.calendar)
    at = At(ward, desk, state.actor, inbound, state, now)
    return desk_sign_in.turn(at) or desk_turn(at)


def desk_turn(at: At) -> Turn | None:
    """What an officer's message means at their desk; None: it is like any citizen's."""
    if not may(at.officer, Act.SEE_WORK):
        return None
    kind = at.inbound.kind
    if kind is InboundKind.TAP:
        return _tapped(at, at.inbound.action)
    if kind is InboundKind.FILES:
        sent = SentFiles(at.inbound)
        sweeping = at.state.step == desk_shelf.SWEEP_STEP  # one picture may show a whole shelf
        return _said(at, sent.everything if sweeping else sent.words or sent.link)
    return _said(at, at.inbound.text) if kind in (InboundKind.TEXT, InboundKind.EDIT) else None


def agenda(at: At) -> Turn:
    """What this officer has to do now."""
    found = tasks.agenda(at.officer, at.book.material(at.commune, at.now), at.today)
    reply = agenda_reply(found, at.today, agenda_wording.MINE)
    return Turn((replace(reply, choices=(*reply.choices, desk_sign_in.BUTTON)),))


def _tapped(at: At, text: str) -> Turn | None:
    action = actions.parse(text)
    if action is None or action.verb != VERB:
        return None
    what, target = (*action.args, "", "")[:2]
    act = ACTS.get(what)
    return at.unknown() if act is None else act(at, target)


def _said(at: At, raw: str) -> Turn | None:
    words = clean(raw)
    folded = fold(words)
    if not folded:
        return None
    if at.inbound.group and folded not in WORDS:
        return desk_news.begun(at, raw)
    if folded in WORDS:
        return say(wording.NOT_HERE) if at.inbound.group else ACTS[WORDS[folded]](at, "")
    if command_verb(words) is not None:
        return None
    if (picked := resolve(words, at.state.offered)) is not None:
        return _tapped(at, picked)
    done = _stepped(at, words) or _answered(at, folded) or _named(at, words)
    return done or desk_opening.opened(at, words) or desk_news.begun(at, raw)


def _stepped(at: At, words: str) -> Turn | None:
    step = STEPS.get(at.state.step)
    return None if step is None or at.state.expired else step(at, words)


def _answered(at: At, folded: str) -> Turn | None:
    """What "kịp" or "không kịp" says, written in reply to a card."""
    kind, _, number = (at.inbound.subject or "").partition(":")
    if kind != VERB or folded not in desk_answers.ANSWERS:
        return None
    return ACTS[desk_answers.ANSWERS[folded]](at, number)


def _named(at: At, words: str) -> Turn | None:
    """A dossier's code and nothing else: its card."""
    codes = dossier_codes(words)
    if len(codes) != 1 or fold(without_codes(words)):
        return None
    case = at.book.find(at.commune, codes[0])
    return None if case is None else desk_answers.shown(at, case)


ACTS: Final[dict[str, Callable[[At, str], Turn]]] = {
    "list": lambda at, _: agenda(at),
    "card": desk_answers.card,
    "clock": desk_answers.clock,
    "ok": desk_answers.on_time,
    "late": desk_answers.late,
    "date": desk_answers.dated,
    "why": desk_answers.reason_chosen,
    "explain": desk_answers.explain,
    "same": desk_answers.same_cause,
    "causes": desk_causes.begin,
    "same-all": desk_causes.same,
    "pass": desk_answers.let_pass,
    "ready": lambda at, _: desk_shelf.show(at),
    "ready-all": desk_shelf.confirm_all,
    "sweep": lambda at, _: desk_shelf.sweep(at),
    "swept": lambda at, _: desk_shelf.swept(at),
    "shelf": lambda at, target: desk_shelf.one(at, target, ready=True),
    "empty": lambda at, target: desk_shelf.one(at, target, ready=False),
    "slips": lambda at, _: desk_slips.show(at),
    "slip": desk_slips.one,
    "sign": desk_slips.sign,
    "sign-all": desk_slips.sign_all,
    "send-back": desk_slips.send_back,
    "sorry": lambda at, _: desk_sorry.begin(at),
    "sorry-date": desk_sorry.dated,
    "sorry-why": desk_sorry.reason_chosen,
    "news": desk_news.previewed,
    "news-send": desk_news.sent,
    "news-hurry": desk_news.hurried,
    "news-form": desk_news.form_chosen,
    "news-ask": desk_news.second_asked,
    "news-ok": desk_news.approved,
    "news-show": desk_news_sent.shown,
    "news-pause": lambda at, target: desk_news_sent.changed(at, target, Change.PAUSE),
    "news-resume": lambda at, target: desk_news_sent.changed(at, target, Change.RESUME),
    "news-cancel": desk_news_sent.cancel_asked,
    "news-drop": lambda at, target: desk_news_sent.changed(at, target, Change.CANCEL),
}
"""What each choice of the desk does."""

STEPS: Final[dict[str, Callable[[At, str], Turn | None]]] = {
    desk_shelf.LIST_STEP: desk_shelf.listed_words,
    desk_shelf.SWEEP_STEP: desk_shelf.swept_words,
    desk_answers.DATE_STEP: desk_answers.dated,
    desk_answers.REASON_STEP: desk_answers.reasoned,
    desk_answers.CAUSE_STEP: desk_answers.explained,
    desk_causes.STEP: desk_causes.explained,
    desk_answers.ASIDE_STEP: desk_answers.passed,
    desk_slips.SIGN_STEP: desk_slips.signed_because,
    desk_slips.REFUSE_STEP: desk_slips.sent_back_because,
    desk_sorry.DATE_STEP: desk_sorry.dated,
    desk_sorry.REASON_STEP: desk_sorry.reasoned,
    desk_news.STEP: desk_news.timed,
    desk_news.FIELD_STEP: desk_news.filled_in,
}
"""What the words mean that a step asked for."""
