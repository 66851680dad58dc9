"""Apply what a citizen chooses about the commune's news, in the transaction of the turn."""

from datetime import datetime

from handlers.news_commands import AskNews, ChooseArea, MuteTopic, NewsCommand, StopNews
from handlers.store import records, subscriptions
from handlers.store.follows import Recipient
from handlers.store.unit_of_work import Work


def apply(work: Work, to: Recipient, command: NewsCommand, now: datetime) -> None:
    """Apply one choice; asking takes back an earlier word never to be written to."""
    match command:
        case AskNews():
            records.resume(work, to.contact)
            subscriptions.ask(work, to.commune, to.contact, now)
            what = "news.asked"
        case StopNews():
            subscriptions.stop(work, to.commune, to.contact, now)
            what = "news.stopped"
        case MuteTopic(topic=topic, muted=True):
            subscriptions.mute(work, to.commune, to.contact, topic, now)
            what = f"news.muted {topic}"
        case ChooseArea(area=area):
            subscriptions.choose_area(work, to.commune, to.contact, area)
            what = "news.area"
        case MuteTopic(topic=topic):
            subscriptions.unmute(work, to.commune, to.contact, topic)
            what = f"news.unmuted {topic}"
    records.audit(work, to.commune, to.contact, what, to.contact, now)
