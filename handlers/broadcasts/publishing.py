"""A broadcast on the public page: marked by an officer, shown when it begins, withdrawn at once.

Only one to everybody who asked for news: what goes to followers, to a file's rows or to who keeps
a limit may be about them.
"""

from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Refused, Why
from handlers.broadcasts.acts import Acting
from handlers.broadcasts.public_page import show, take_down
from handlers.roles import Act, may
from handlers.store import announcements, broadcasts
from handlers.store.records import audit


def publish(acting: Acting, number: int) -> Broadcast | Refused:
    """Anybody may read it: now if it has begun to leave, else from when it does."""
    one = _found(acting, number)
    if isinstance(one, Refused):
        return one
    if one.audience is not Audience.ALL:
        return Refused(Why.NOT_ALL)
    if one.state is BroadcastState.CANCELLED:
        return Refused(Why.STATE, one.state)
    known = announcements.of_broadcast(acting.work, one.id)
    if known is None or not known.wanted:
        announcements.mark(acting.work, one.commune, one.id, one.topic, acting.officer.id)
        _note(acting, "broadcast.made_public", one)
    if one.started_at is not None:
        show(acting.work, acting.ward, one, acting.now)
    return one


def withdraw(acting: Acting, number: int) -> Broadcast | Refused:
    """It is gone from the page at the next look; its address says so."""
    one = _found(acting, number)
    if isinstance(one, Refused):
        return one
    known = announcements.of_broadcast(acting.work, one.id)
    if known is None or not known.wanted:
        return Refused(Why.NOT_PUBLIC)
    take_down(acting.work, one, acting.now)
    _note(acting, "broadcast.withdrawn", one)
    return one


def _found(acting: Acting, number: int) -> Broadcast | Refused:
    one = broadcasts.find(acting.work, acting.ward.commune.key, number, hold=True)
    if one is None:
        return Refused(Why.UNKNOWN)
    return one if may(acting.officer, Act.WRITE_BROADCAST) else Refused(Why.NO_ROLE)


def _note(acting: Acting, what: str, one: Broadcast) -> None:
    who, about = f"officer:{acting.officer.id}", f"broadcast:{one.id} v{one.version}"
    audit(acting.work, one.commune, who, what, about, acting.now)
