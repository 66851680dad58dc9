"""What citizens read about the news they asked for: subscribing, topics, the neighbourhood."""

from collections.abc import Sequence
from typing import Final

from handlers import actions
from handlers.messages import Button, Item, Paragraph, Reply
from handlers.news_topics import NAMES, Topic
from knowledge.commune import Commune
from knowledge.text.folding import fold

STOP: Final = "Thôi nhận tin"
TOPICS: Final = "Chọn chủ đề"
BACK: Final = "Nhận lại"
STOPPED: Final = (
    "Em đã dừng, không gửi tin của phường, xã cho anh/chị nữa. "
    "Muốn nhận lại, anh/chị gõ: nhận tin của phường."
)
CHOOSE: Final = "Anh/chị không muốn nhận tin về việc nào?"
AREA: Final = "Chọn tổ dân phố"
NO_AREA: Final = "none"
AREAS_SHOWN: Final = 10
"""Neighbourhoods offered by button; of more the name is typed."""


def subscribed(commune: Commune) -> Reply:
    """Said when somebody asks for the news: what comes, how rarely, how it ends."""
    hours = commune.calendar.notice_hours
    blocks = (
        Paragraph(f"Dạ, em đã ghi: anh/chị nhận tin của {commune.name}."),
        Item("Tin gồm: " + "; ".join(NAMES.values()) + "."),
        Item(f"Chỉ gửi ban ngày ({hours}); tin khẩn như bão, lũ thì gửi ngay."),
        Item("Em chỉ giữ lựa chọn này. Thôi nhận lúc nào cũng được, một lần bấm."),
    )
    buttons = (
        Button(TOPICS, actions.build("news", "topics")),
        Button(STOP, actions.build("unnews")),
    )
    area = (Button(AREA, actions.build("news", "area")),) if commune.neighbourhoods else ()
    return Reply(blocks, (*area, *buttons))


def topics() -> Reply:
    """Which topics may be left out."""
    buttons = [
        Button(f"Không nhận: {NAMES[one]}", actions.build("news", "mute", one)) for one in Topic
    ]
    return Reply((Paragraph(CHOOSE),), (*buttons, Button(STOP, actions.build("unnews"))))


def muted(topic: Topic) -> Reply:
    """A topic was left out."""
    said = f"Em đã ghi: không gửi anh/chị tin về {NAMES[topic].lower()} nữa."
    buttons = (
        Button(f"{BACK}: {NAMES[topic]}", actions.build("news", "on", topic)),
        Button(TOPICS, actions.build("news", "topics")),
    )
    return Reply((Paragraph(said),), buttons)


def unmuted(topic: Topic) -> Reply:
    """A topic is wanted again."""
    return Reply((Paragraph(f"Dạ, anh/chị lại nhận tin về {NAMES[topic].lower()}."),))


def ask_area(commune: Commune) -> Reply:
    """Where do you live? Optional, told what for."""
    known = commune.neighbourhoods
    asked = "Anh/chị ở tổ dân phố, khu phố, thôn nào? Để em chỉ báo tin của nơi mình ở. "
    if len(known) > AREAS_SHOWN:
        return Reply((Paragraph(f"{asked}Anh/chị gõ tên, ví dụ: {known[0]}."),), (_none(),))
    return Reply((Paragraph(f"{asked}Bấm chọn hoặc gõ tên."),), (*_offered(known), _none()))


def which_area(found: Sequence[str]) -> Reply:
    """Several fit what was typed."""
    return Reply((Paragraph("Ý anh/chị là nơi nào ạ?"),), (*_offered(found[:AREAS_SHOWN]), _none()))


def no_such_area(commune: Commune) -> Reply:
    """None fits what was typed."""
    known = commune.neighbourhoods
    listed = "; ".join(known[:AREAS_SHOWN]) + ("…" if len(known) > AREAS_SHOWN else "")
    said = f"Em chưa thấy tên đó. {commune.name} có: {listed}. Anh/chị gõ lại giúp em."
    return Reply((Paragraph(said),), (_none(),))


def area_chosen(area: str) -> Reply:
    """It is noted."""
    said = f"Em đã ghi: anh/chị ở {area}. Đổi nơi ở lúc nào cũng được: gõ /nhantin."
    return Reply((Paragraph(said),), (_none(),))


def area_left() -> Reply:
    """It is not kept."""
    return Reply((Paragraph("Dạ, em không ghi nơi ở của anh/chị; tin chung vẫn gửi như cũ."),))


def slug(area: str) -> str:
    """A neighbourhood as a button carries it."""
    return fold(area).replace(" ", "-")


def _offered(areas: Sequence[str]) -> list[Button]:
    return [Button(one, actions.build("news", "area", slug(one))) for one in areas]


def _none() -> Button:
    return Button("Không ghi nơi ở", actions.build("news", "area", NO_AREA))
