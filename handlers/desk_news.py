"""Flow: "thông báo: …" in an officer's own chat: topic, preview, moment, start.

The rules are everywhere's, and so is the preview. For a few people only: a text to many is written
on the console's page. What the first words mean is read in `desk_news_begun`.
"""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final

from handlers import actions, desk_news_begun, desk_news_sent
from handlers.broadcast import Audience, Broadcast, BroadcastState
from handlers.broadcast_reports import Preview
from handlers.broadcast_texts import Draft, Refused, Why, fields, names_of
from handlers.desk_context import At, ask, say
from handlers.desk_news_begun import Begun, ByForm
from handlers.messages import Block, Button, Paragraph, Reply
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
FIELD_STEP = "work.news-field"
MOST_FORMS: Final = 10
"""Kept texts offered at once; others are called by their name."""
_MOMENT: Final = re.compile(
    r"^(?:hen(?: gio)? |gui )?(?:vao )?(?:luc )(\d{1,2})(?: ?gio| ?h| ?g)? ?(\d{2})?"
    r"(?: (?:(?:ngay )?(\d{1,2}) (\d{1,2})(?: (\d{4}))?|(?:ngay )?(mai)|hom nay|nay))?$"
)
"""On folded words: "lúc 16:00", "lúc 8h30 mai", "hẹn lúc 8 giờ ngày 28/11"."""
WAITING: Final = frozenset({BroadcastState.DRAFT, BroadcastState.SCHEDULED, BroadcastState.PAUSED})


def begun(at: At, words: str) -> Turn | None:
    """A text for the people, when the words are one; None: other words."""
    busy = at.state.step not in {IDLE, STEP} and not at.state.expired
    if busy or at.inbound.subject or not may(at.officer, Act.WRITE_BROADCAST):
        return None  # an answer to a case may begin with these words too
    match desk_news_begun.read(words, at.ward.commune.neighbourhoods):
        case None:
            return None
        case _ if at.inbound.group:
            return say(wording.IN_PRIVATE)
        case ByForm(name=name):
            return _forms(at, name)
        case Begun(urgent=True) if not may(at.officer, Act.APPROVE_BROADCAST):
            return say(pages.refusal(Refused(Why.URGENT)))
        case Begun() as said:
            return _whom(at, said)


def _whom(at: At, said: Begun) -> Turn:
    """For whom it is; a field or a limit nobody knows is told with those there are."""
    draft: dict[str, object] = {"text": said.text, "areas": list(said.areas)}
    draft |= {"audience": said.audience, "urgent": said.urgent}
    if said.audience is Audience.FOLLOWERS:
        fields = at.ports.news.fields(at.commune)
        found = nearest(said.named, fields)
        if len(found) != 1:
            return say(wording.no_field(found or fields))
        draft["field"] = found[0]
    if said.audience is Audience.LIMITS:
        limits = at.ports.news.limits(at.commune, at.now)
        if not limits or (said.named and said.named not in limits):
            return say(wording.no_limit(limits))
        draft["field"] = said.named
    return _topic_asked(draft)


def _forms(at: At, name: str) -> Turn:
    """The texts that are kept, or the one that is named."""
    kept = {one.name: one for one in at.ports.news.forms(at.commune)}
    found = nearest(name, tuple(kept)) if name else ()
    if len(found) == 1:
        return form_chosen(at, str(kept[found[0]].id))
    if not kept:
        return say(wording.NO_FORMS)
    shown = [kept[one] for one in found or kept][:MOST_FORMS]
    buttons = [Button(one.name, actions.build("work", "news-form", str(one.id))) for one in shown]
    return ask(wording.forms(len(kept), len(shown)), STEP, {}, *buttons)


def form_chosen(at: At, target: str) -> Turn:
    """One of them: its own fields are asked for, one by one."""
    forms = at.ports.news.forms(at.commune)
    one = next((each for each in forms if str(each.id) == target), None)
    if one is None:
        return say(pages.refusal(Refused(Why.NO_TEMPLATE)))
    draft: dict[str, object] = {
        "text": one.words,
        "areas": [],
        "form": [one.id, one.version],
        "values": {},
    }
    return _next_field(at, draft)


def filled_in(at: At, words: str) -> Turn | None:
    """What stands for the field that was asked for."""
    name, values = at.draft.get("asked"), at.draft.get("values")
    if not name or not isinstance(values, dict):
        return None
    return _next_field(at, {**at.draft, "values": {**values, str(name): words.strip()}})


def _next_field(at: At, draft: dict[str, object]) -> Turn:
    values = draft["values"]
    given = dict(values) if isinstance(values, dict) else {}
    known = fields(at.ward.commune, given, local(at.now).date())
    left = [name for name in names_of(str(draft["text"])) if name not in known]
    if not left:
        return _topic_asked({key: value for key, value in draft.items() if key != "asked"})
    text = wording.field(left[0], str(draft["text"]), len(left))
    return ask(text, FIELD_STEP, {**draft, "asked": left[0]})


def _topic_asked(draft: dict[str, object]) -> Turn:
    buttons = [Button(NAMES[one], actions.build("work", "news", one)) for one in Topic]
    return ask(wording.WHICH_TOPIC, STEP, draft, *buttons)


def previewed(at: At, topic: str) -> Turn:
    """The text as each channel shows it, to how many and what it costs; the button that sends."""
    draft = _draft(at, topic)
    if draft is None:
        return say(wording.OVER)
    due, seen, urgent = _due(at), _seen(at, draft), _urgent(at)
    if isinstance(seen, str):
        return say(seen)
    blocks: list[Block] = [
        Paragraph(wording.preview(NAMES[Topic(draft.topic)], seen.total, draft)),
        *wording.channels(seen.channels),
    ]
    if over := max((one.look.over for one in seen.channels), default=0):
        return ask([*blocks, Paragraph(wording.too_long(over))], STEP, at.draft)
    if urgent:
        blocks.append(Paragraph(wording.RINGS))
    blocks.append(
        Paragraph(wording.LEAVES.format(when=wording.when(due)) if due else wording.HOW_LATER)
    )
    what = "news-ask" if seen.asks_second else "news-send"
    label = wording.send(seen.total, due, urgent=urgent)
    first = Button(
        wording.ASK_SECOND if seen.asks_second else label,
        actions.build("work", what, draft.topic),
    )
    return ask(blocks, STEP, {**at.draft, "topic": str(draft.topic)}, first, *_hurry(at, draft))


def _hurry(at: At, draft: Draft) -> tuple[Button, ...]:
    """Who may approve lets it ring at night too, or takes that back."""
    if not may(at.officer, Act.APPROVE_BROADCAST):
        return ()
    label = wording.CALM if _urgent(at) else wording.HURRY
    return (Button(label, actions.build("work", "news-hurry", draft.topic)),)


def hurried(at: At, topic: str) -> Turn:
    """Urgent from now on, or no more; shown again before anything leaves."""
    if not may(at.officer, Act.APPROVE_BROADCAST):
        return say(pages.refusal(Refused(Why.URGENT)))
    state = replace(at.state, draft={**at.draft, "urgent": not _urgent(at)})
    return previewed(replace(at, state=state), topic)


def timed(at: At, words: str) -> Turn | None:
    """A moment to leave, typed under the preview; None: other words."""
    topic = at.draft.get("topic")
    found = moment(fold(words), local(at.now)) if topic else None
    if found is None:
        return None
    if found <= at.now:
        return ask(f"{pages.refusal(Refused(Why.PAST))} {wording.HOW_LATER}", STEP, at.draft)
    state = replace(at.state, draft={**at.draft, "due": found.isoformat()})
    return previewed(replace(at, state=state), str(topic))


def moment(said: str, now: datetime) -> datetime | None:
    """An hour and perhaps a day, of folded words; None when they are none."""
    found = _MOMENT.match(said)
    if found is None:
        return None
    hour, minute, day, month, year, tomorrow = found.groups()
    try:
        on = date(int(year or now.year), int(month), int(day)) if day else now.date()
        at = datetime.combine(on, time(int(hour), int(minute or 0)), now.tzinfo)
    except ValueError:
        return None
    return at + timedelta(days=1) if tomorrow else at


def sent(at: At, topic: str) -> Turn:
    """Let it leave; one that grew meanwhile is shown again."""
    draft, due = _draft(at, topic), _due(at)
    if draft is None:
        return say(wording.OVER)
    seen = _seen(at, draft)
    if isinstance(seen, str) or seen.asks_second or any(one.look.over for one in seen.channels):
        return previewed(at, topic)
    hours = at.ward.commune.calendar.notice_hours
    said = wording.sent(seen.total, due, hours, urgent=_urgent(at))
    deed = SendNews(draft, due=due, urgent=_urgent(at))
    return _done(at, said, deed, *desk_news_sent.buttons(desk_news_sent.named(at.now)))


def second_asked(at: At, topic: str) -> Turn:
    """Write it down and ask who leads to read it."""
    draft = _draft(at, topic)
    if draft is None:
        return say(wording.OVER)
    if isinstance(seen := _seen(at, draft), str):
        return say(seen)
    deed = SendNews(draft, asks=True, due=_due(at), urgent=_urgent(at))
    return _done(at, wording.ASKED, deed)


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
    audience = Audience(str(at.draft.get("audience") or Audience.ALL))
    values, form = at.draft.get("values"), at.draft.get("form")
    given = values if isinstance(values, dict) else {}
    return Draft(
        str(text),
        {str(name): str(value) for name, value in given.items()},
        known,
        audience,
        str(at.draft.get("field") or ""),
        areas=areas,
        template=(int(form[0]), int(form[1])) if isinstance(form, list) else None,
    )


def _urgent(at: At) -> bool:
    return bool(at.draft.get("urgent"))


def _due(at: At) -> datetime | None:
    kept = at.draft.get("due")
    return datetime.fromisoformat(str(kept)) if kept else None


def _seen(at: At, draft: Draft) -> Preview | str:
    """What would leave, or why it cannot leave from here."""
    due = _due(at)
    if due is not None and due <= at.now:
        return pages.refusal(Refused(Why.PAST))
    seen = at.ports.news.preview(at.ward, draft, at.now, due, urgent=_urgent(at))
    if isinstance(seen, Refused):
        return pages.refusal(seen)
    if seen.total == 0:
        return pages.refusal(Refused(Why.NOBODY))
    most = at.ward.commune.broadcasts.chat_up_to
    return wording.TOO_MANY.format(number=seen.total, most=most) if seen.total > most else seen


def _done(at: At, text: str, deed: SendNews | ApproveNews, *buttons: Button) -> Turn:
    return Turn((Reply((Paragraph(text),), buttons),), commands=(ActOnNews(at.ward, deed),))
