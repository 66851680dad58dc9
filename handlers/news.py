"""Flow: "nhận tin của phường", topics, and "thôi nhận tin", each in one tap or a few words."""

from typing import Final

from handlers.dossiers import LookUp
from handlers.messages import Paragraph, Reply
from handlers.news_commands import AskNews, MuteTopic, StopNews
from handlers.news_topics import topic_of
from handlers.private import in_private
from handlers.stale import STALE
from handlers.turns import Turn
from handlers.wording import broadcasts as wording

PRIVATE: Final = "nhantin"


def act(up: LookUp, what: str, topic: str) -> Turn:
    """One tap or command about the news; never in a group, where it would be somebody else's."""
    if up.inbound.group:
        return in_private(PRIVATE)
    named = topic_of(topic)
    match what:
        case "":
            return Turn((wording.subscribed(up.base.commune),), commands=(AskNews(),))
        case "topics":
            return Turn((wording.topics(),))
        case "mute" if named is not None:
            return Turn((wording.muted(named),), commands=(MuteTopic(named),))
        case "on" if named is not None:
            return Turn((wording.unmuted(named),), commands=(MuteTopic(named, muted=False),))
        case _:
            return STALE


def stop(up: LookUp) -> Turn:
    """No news any more."""
    if up.inbound.group:
        return in_private(PRIVATE)
    return Turn((Reply((Paragraph(wording.STOPPED),)),), commands=(StopNews(),))
