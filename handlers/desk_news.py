"""Flow: "thông báo: …" in an officer's own chat: topic, preview, start; the rules are everywhere's.

For a few people only: a text to many is written on the console's page, where each channel is seen.
"""

import re
from typing import Final

from handlers import actions
from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_texts import Draft, Refused, Why, filled
from handlers.desk_context import At, ask, say
from handlers.messages import Block, Button, Item, Paragraph, Reply
from handlers.news_desk import ActOnNews, ApproveNews, SendNews
from handlers.news_topics import NAMES, Topic, topic_of
from handlers.roles import Act, may
from handlers.turns import IDLE, Turn
from handlers.wording import broadcast_pages as pages
from handlers.wording import desk_news as wording
from knowledge.calendar import local
from knowledge.text.folding import fold
from knowledge.text.names import nearest

STEP: Final = "work.news"
FEWEST: Final = 6
"""Words without a colon that are a text and no name of a procedure."""
_SAID: Final = re.compile(r"^\s*(?:gửi\s+)?thông\s+báo(\s*:|\s+)(.+)$", re.IGNORECASE | re.DOTALL)
_BARE: Final = re.compile(r"^\s*(?:gui\s+)?thong\s+bao(\s*:|\s+)(.+)$", re.IGNORECASE | re.DOTALL)
_PLACED: Final = re.compile(r"^\s*([^:\n]{2,60}?)\s*:\s*(.+)$", re.DOTALL)
"""A place before the colon: "tổ 5: mai cúp nước"."""
_FOLLOWERS: Final = re.compile(
    r"^(?:(?:gui )?(?:nguoi|ai) (?:dang )?theo doi (?:ho so )?(?:linh vuc )?|linh vuc )(.+)$"
)
"""On folded words before the colon: who follows a dossier of a field."""
WAITING: Final = frozenset({BroadcastState.DRAFT, BroadcastState.SCHEDULED, BroadcastState.PAUSED})
_ASKED: Final = frozenset({"gi", "nao", "dau", "sao", "may", "ai", "chua", "khong"})
"""Words of a question: an officer, too, asks about "thông báo lưu trú"."""


def begun(at: At, words: str) -> Turn | None:
    """A text for the people, when the words are one; None: other words."""
    found = _SAID.match(words) or _BARE.match(words)
    if found is None or at.inbound.group or not may(at.officer, Act.WRITE_BROADCAST):
        return None
    if at.inbound.subject or (at.state.step not in {IDLE, STEP} and not at.state.expired):
        return None  # an answer to a case may begin with these words too
    text, marked = found[2].strip(), ":" in found[1]
    areas: tuple[str, ...] = ()
    placed = None if marked else _PLACED.match(text)
    if placed is not None and (followed := _FOLLOWERS.match(fold(placed[1]))) is not None:
        return _to_followers(at, followed[1], placed[2].strip())
    if placed is not None:
        areas = nearest(placed[1], at.ward.commune.neighbourhoods)[:2]
        if len(areas) == 1:  # two that fit are no place: the whole is taken for the text
            text, marked = placed[2].strip(), True
    said = fold(text).split()
    if not marked and (len(said) < FEWEST or "?" in text or _ASKED & set(said)):
        return None
    return _topic_asked({"text": text, "areas": list(areas) if len(areas) == 1 else []})


def _to_followers(at: At, named: str, text: str) -> Turn:
    """The same for who follows a dossier of one field; a field nobody knows is told with those."""
    fields = at.ports.news.fields(at.commune)
    found = nearest(named, fields)
    if len(found) != 1:
        return say(wording.no_field(found or fields))
    return _topic_asked({"text": text, "areas": [], "field": found[0]})


def _topic_asked(draft: dict[str, object]) -> Turn:
    buttons = [Button(NAMES[one], actions.build("work", "news", one)) for one in Topic]
    return ask(wording.WHICH_TOPIC, STEP, draft, *buttons)


def previewed(at: At, topic: str) -> Turn:
    """The text as people get it, how many, and the button that sends it."""
    draft = _draft(at, topic)
    if draft is None:
        return say(wording.OVER)
    objection = _objection(at, draft)
    if objection is not None:
        return say(objection)
    text = filled(at.ward.commune, draft.words, {}, local(at.now).date())
    sizes = at.ports.news.sizes(at.ward, draft, at.now)
    total = sum(sizes.values())
    blocks: list[Block] = [
        Paragraph(wording.preview(NAMES[Topic(draft.topic)], total, draft.areas, draft.field)),
        Paragraph(f"“{text}”"),
        *(Item(wording.on_channel(channel, many)) for channel, many in sizes.items()),
    ]
    asks = total > at.ward.commune.broadcasts.approve_above
    label = wording.ASK_SECOND if asks else wording.SEND.format(number=total)
    what = "news-ask" if asks else "news-send"
    return ask(blocks, STEP, at.draft, Button(label, actions.build("work", what, draft.topic)))


def sent(at: At, topic: str) -> Turn:
    """Let it leave; one that grew meanwhile is shown again."""
    draft = _draft(at, topic)
    if draft is None:
        return say(wording.OVER)
    total = sum(at.ports.news.sizes(at.ward, draft, at.now).values())
    over = total > at.ward.commune.broadcasts.approve_above
    if over or _objection(at, draft) is not None:
        return previewed(at, topic)
    return _done(at, wording.SENT.format(number=total), SendNews(draft))


def second_asked(at: At, topic: str) -> Turn:
    """Write it down and ask who leads to read it."""
    draft = _draft(at, topic)
    if draft is None:
        return say(wording.OVER)
    if (objection := _objection(at, draft)) is not None:
        return say(objection)
    return _done(at, wording.ASKED, SendNews(draft, asks=True))


def approved(at: At, target: str) -> Turn:
    """A second person lets it leave, by the card that showed it."""
    number, _, version = target.partition(".")
    if not number.isdecimal() or not version.isdecimal():
        return at.unknown()
    one = at.ports.news.find(at.commune, int(number))
    refused = _refused(at, one, int(version))
    if one is None or refused is not None:
        return say(pages.refusal(refused or Refused(Why.UNKNOWN)))
    later = one.state is BroadcastState.SCHEDULED
    if later and one.approved and not (one.series and one.approved_size):
        return say(wording.ALREADY.format(number=number))
    said = wording.APPROVED_LATER if later else wording.APPROVED
    return _done(at, said.format(number=number), ApproveNews(int(number), int(version)))


def _refused(at: At, one: Broadcast | None, version: int) -> Refused | None:
    """What stands against being its second person, as the act asks it again."""
    if one is None:
        return Refused(Why.UNKNOWN)
    if not may(at.officer, Act.APPROVE_BROADCAST):
        return Refused(Why.NO_ROLE)
    if one.state not in WAITING:
        return Refused(Why.STATE, one.state)
    if one.version != version:
        return Refused(Why.CHANGED)
    return Refused(Why.OWN) if one.written_by == at.officer.id else None


def _draft(at: At, topic: str) -> Draft | None:
    text = at.draft.get("text")
    known = topic_of(topic)
    if at.state.step != STEP or at.state.expired or not text or known is None:
        return None
    kept = at.draft.get("areas")
    areas = tuple(str(one) for one in kept) if isinstance(kept, list) else ()
    field = str(at.draft.get("field") or "")
    audience = Audience.FOLLOWERS if field else Audience.ALL
    return Draft(str(text), {}, known, audience, field, areas=areas)


def _objection(at: At, draft: Draft) -> str | None:
    """Why it cannot leave from here."""
    text = filled(at.ward.commune, draft.words, {}, local(at.now).date())
    if isinstance(text, Refused):
        return pages.refusal(text)
    total = sum(at.ports.news.sizes(at.ward, draft, at.now).values())
    if total == 0:
        return pages.refusal(Refused(Why.NOBODY))
    most = at.ward.commune.broadcasts.chat_up_to
    return wording.TOO_MANY.format(number=total, most=most) if total > most else None


def _done(at: At, text: str, deed: SendNews | ApproveNews) -> Turn:
    return Turn((Reply((Paragraph(text),)),), commands=(ActOnNews(at.ward, deed),))
