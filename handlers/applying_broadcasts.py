"""Apply what an officer decided in their chat about what the ward writes to many."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from handlers.broadcast import Broadcast, BroadcastState
from handlers.broadcast_texts import Refused, Sending
from handlers.broadcasts import acts, telling
from handlers.broadcasts.acts import Acting
from handlers.errors import LostRaceError
from handlers.news_desk import ActOnNews, ApproveNews, Change, ChangeNews, SendNews
from handlers.officers import Actor, Officer
from handlers.store import broadcasts
from handlers.store.unit_of_work import Work

_CHANGES: Final = {
    Change.PAUSE: acts.pause,
    Change.RESUME: acts.resume,
    Change.CANCEL: acts.cancel,
}


def act(work: Work, actor: Actor, command: ActOnNews, now: datetime) -> None:
    """Do it in the transaction of the turn that decided it.

    Raises:
        LostRaceError: it may not be done (any more): it is decided again, and the officer is told.
    """
    if not isinstance(actor, Officer):
        raise LostRaceError
    acting = Acting(work, command.ward, actor, now)
    match command.deed:
        case SendNews(draft=draft, asks=asks, due=due, urgent=urgent):
            one = _done(acts.write(acting, draft))
            if asks:
                broadcasts.change(work, one, due=due, urgent=urgent)
                size = acts.size_of(work, one, now)
                telling.second_wanted(
                    work, command.ward, replace(one, urgent=urgent), (actor.name, size), now
                )
            else:
                _done(acts.start(acting, one.id, Sending(at=due, urgent=urgent)))
        case ApproveNews(number=number, version=version):
            one = _done(acts.approve(acting, number, version))
            if one.state is BroadcastState.DRAFT:
                due = one.due if one.due is not None and one.due > now else None
                how = Sending(seen=version, at=due, urgent=one.urgent)
                _done(acts.start(acting, number, how))
            elif one.reason == acts.NO_SECOND:  # its hour had come, and it waited for this
                _done(acts.resume(acting, number))
            telling.approved(work, command.ward, one, actor.name, now)
        case ChangeNews(number=number, what=what):
            _done(_CHANGES[what](acting, number))


def _done(outcome: Broadcast | Refused) -> Broadcast:
    if isinstance(outcome, Refused):
        raise LostRaceError
    return outcome
