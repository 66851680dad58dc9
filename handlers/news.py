"""Flow: "nhận tin của phường", topics, the neighbourhood, and "thôi nhận tin", each in a tap."""

from typing import Final

from handlers.dossiers import LookUp
from handlers.messages import Paragraph, Reply
from handlers.news_commands import AskNews, ChooseArea, MuteTopic, StopNews
from handlers.news_topics import Topic, topic_of
from handlers.private import in_private
from handlers.stale import STALE
from handlers.turns import Turn
from handlers.wording import news as wording
from knowledge.text.names import nearest

PRIVATE: Final = "nhantin"
CHOOSING: Final = "news.area"
"""The step in which free words name a neighbourhood."""
SHORT: Final = 6
"""Words of an answer to "where do you live"; longer ones are a question of their own."""


def act(up: LookUp, what: str, name: str) -> Turn:
    """One tap or command about the news; never in a group, where it would be somebody else's."""
    if up.inbound.group:
        return in_private(PRIVATE)
    match what:
        case "":
            return Turn((wording.subscribed(up.base.commune),), commands=(AskNews(),))
        case "topics":
            return Turn((wording.topics(),))
        case "area":
            return _area(up, name)
        case _:
            return _topic(what, topic_of(name))


def _topic(what: str, topic: Topic | None) -> Turn:
    match what:
        case "mute" if topic is not None:
            return Turn((wording.muted(topic),), commands=(MuteTopic(topic),))
        case "on" if topic is not None:
            return Turn((wording.unmuted(topic),), commands=(MuteTopic(topic, muted=False),))
        case _:
            return STALE


def choose(up: LookUp, words: str) -> Turn | None:
    """The neighbourhood these words name; None: they are no answer to that."""
    known = up.base.commune.neighbourhoods
    found = nearest(words, known)
    if len(found) == 1:
        return _chosen(found[0])
    if found:
        return Turn((wording.which_area(found),), step=CHOOSING)
    if len(words.split()) > SHORT:
        return None
    return Turn((wording.no_such_area(up.base.commune),), step=CHOOSING)


def stop(up: LookUp) -> Turn:
    """No news any more."""
    if up.inbound.group:
        return in_private(PRIVATE)
    return Turn((Reply((Paragraph(wording.STOPPED),)),), commands=(StopNews(),))


def _area(up: LookUp, slug: str) -> Turn:
    known = up.base.commune.neighbourhoods
    if not known:
        return STALE
    if slug == wording.NO_AREA:
        return Turn((wording.area_left(),), commands=(ChooseArea(""),))
    named = [one for one in known if wording.slug(one) == slug]
    if named:
        return _chosen(named[0])
    return STALE if slug else Turn((wording.ask_area(up.base.commune),), step=CHOOSING)


def _chosen(area: str) -> Turn:
    return Turn((wording.area_chosen(area),), commands=(ChooseArea(area),))
