"""Flow: what an officer's own chat shows and does of a broadcast that was begun there."""

from datetime import UTC, datetime, timedelta
from typing import Final

from handlers import actions
from handlers.broadcast import Broadcast, BroadcastState
from handlers.broadcast_texts import Refused, Why
from handlers.desk_context import At, say
from handlers.messages import Button, Paragraph, Reply
from handlers.news_desk import ActOnNews, Change, ChangeNews, Stand
from handlers.roles import Act, may
from handlers.turns import Turn
from handlers.wording import broadcast_pages as pages
from handlers.wording import desk_news as wording

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)
_S = BroadcastState
_STATES: Final = {
    Change.PAUSE: frozenset({_S.SCHEDULED, _S.SENDING}),
    Change.RESUME: frozenset({_S.PAUSED}),
    Change.CANCEL: frozenset({_S.DRAFT, _S.SCHEDULED, _S.SENDING, _S.PAUSED}),
}
"""Where each makes sense from a chat; one that repeats is kept on the console's page."""
_SAID: Final = {
    Change.PAUSE: wording.PAUSED,
    Change.RESUME: wording.RESUMED,
    Change.CANCEL: wording.CANCELLED,
}


def named(at: datetime) -> str:
    """The one written down at this moment, before it has a number."""
    return f"m{(at - _EPOCH) // _MICROSECOND}"


def buttons(target: str, state: BroadcastState = _S.SCHEDULED) -> tuple[Button, ...]:
    """What may be done with one in a state."""
    offered = [
        (wording.PAUSE, "news-pause", Change.PAUSE),
        (wording.RESUME, "news-resume", Change.RESUME),
        (wording.CANCEL, "news-cancel", Change.CANCEL),
    ]
    found = [
        Button(label, actions.build("work", what, target))
        for label, what, change in offered
        if state in _STATES[change]
    ]
    return (Button(wording.SHOW, actions.build("work", "news-show", target)), *found)


def shown(at: At, target: str) -> Turn:
    """How far it is, and what became of the copies."""
    one = _found(at, target)
    if one is None or not may(at.officer, Act.WRITE_BROADCAST):
        return say(pages.refusal(Refused(Why.UNKNOWN if one is None else Why.NO_ROLE)))
    stand = at.ports.news.stand(at.commune, one.id, at.now)
    if stand is None:
        return say(pages.refusal(Refused(Why.UNKNOWN)))
    line = pages.progress(stand.one.state, stand.counted, stand.rate, stand.left)
    blocks = wording.standing(stand.one, line, pages.table(stand.table))
    return Turn((Reply(tuple(blocks), buttons(str(stand.one.id), stand.one.state)),))


def cancel_asked(at: At, target: str) -> Turn:
    """An end cannot be undone: asked once more."""
    one = _found(at, target)
    refused = _refused(at, one, Change.CANCEL)
    if one is None or refused is not None:
        return say(pages.refusal(refused or Refused(Why.UNKNOWN)))
    sure = Button(wording.DROP, actions.build("work", "news-drop", str(one.id)))
    keep = Button(wording.SHOW, actions.build("work", "news-show", str(one.id)))
    return Turn((Reply((Paragraph(wording.SURE.format(number=one.id)),), (sure, keep)),))


def changed(at: At, target: str, what: Change) -> Turn:
    """Done in the transaction of this turn."""
    one = _found(at, target)
    refused = _refused(at, one, what)
    if one is None or refused is not None:
        return say(pages.refusal(refused or Refused(Why.UNKNOWN)))
    after = {Change.PAUSE: _S.PAUSED, Change.RESUME: _S.SENDING, Change.CANCEL: _S.CANCELLED}
    text = _SAID[what].format(number=one.id)
    reply = Reply((Paragraph(text),), buttons(str(one.id), after[what]))
    return Turn((reply,), commands=(ActOnNews(at.ward, ChangeNews(one.id, what)),))


def _found(at: At, target: str) -> Broadcast | None:
    number = target.removeprefix("m")
    if not number.isdecimal():
        return None
    if target == number:
        return at.ports.news.find(at.commune, int(number))
    moment = _EPOCH + int(number) * _MICROSECOND
    return at.ports.news.written(at.commune, at.officer.id, moment)


def _refused(at: At, one: Broadcast | None, what: Change) -> Refused | None:
    """What stands against it, as the act asks it again."""
    if one is None:
        return Refused(Why.UNKNOWN)
    if not may(at.officer, Act.WRITE_BROADCAST):
        return Refused(Why.NO_ROLE)
    if one.state not in _STATES[what]:
        return Refused(Why.STATE, one.state)
    return _not_resumed(at, one) if what is Change.RESUME else None


def _not_resumed(at: At, one: Broadcast) -> Refused | None:
    if one.expires_at is not None and one.expires_at <= at.now:
        return Refused(Why.PAST)
    stand: Stand | None = at.ports.news.stand(at.commune, one.id, at.now)
    if one.started_at is not None or stand is None:
        return None
    if stand.whole == 0:
        return Refused(Why.NOBODY)
    over = stand.whole > at.ward.commune.broadcasts.approve_above
    return (
        Refused(Why.NOT_APPROVED, str(stand.whole))
        if over and not one.covers(stand.whole)
        else None
    )
