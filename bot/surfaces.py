"""One message on every surface: chats as their channels show it, paper, boards and loudspeakers."""

from dataclasses import dataclass, field, replace
from typing import Final

from bot.broadcast_preview import shown
from bot.channels.web.render import blocks_html
from handlers.announcing import announcement
from handlers.messages import ChannelName, Reply
from knowledge.commune import Commune
from knowledge.surfaces.announcement import Announcement, Surface
from knowledge.surfaces.screens import Board
from knowledge.surfaces.screens import shown as slides_shown
from knowledge.surfaces.scripts import script
from knowledge.surfaces.slips import NARROW, slip
from knowledge.surfaces.texting import message

PUBLIC: Final = frozenset({Surface.LED, Surface.LOUDSPEAKER})
"""Seen and heard by everybody: nothing about one person goes there."""
_CHATS: Final = {Surface.TELEGRAM: ChannelName.TELEGRAM, Surface.ZALO: ChannelName.ZALO_OA}


@dataclass(frozen=True, slots=True)
class Size:
    """What the ward's devices show; `marks`: whether paper and telephones get Vietnamese marks."""

    board: Board = field(default_factory=Board)
    paper: int = NARROW
    slip_marks: bool = True
    sms_marks: bool = False


def rendered(surface: Surface, reply: Reply, told: Announcement, size: Size) -> list[str]:
    """The pieces of a message on a surface, in order.

    `told` is what everybody may hear of `reply`; chats and the page show `reply` itself.
    """
    if surface in _CHATS:
        return shown(_CHATS[surface], reply)
    match surface:
        case Surface.SMS:
            return list(message(told, marks=size.sms_marks).parts)
        case Surface.LED:
            return slides_shown(told, size.board)
        case Surface.LOUDSPEAKER:
            return list(script(told).sentences)
        case Surface.SLIP:
            return [slip(told, size.paper, marks=size.slip_marks)]
        case _:
            return ["<article>\n" + "\n".join(blocks_html(reply.blocks, 2)) + "\n</article>"]


def about(surface: Surface, told: Announcement, size: Size) -> str:
    """What an officer should know of it: how long it is, and how long it takes."""
    match surface:
        case Surface.SMS:
            counted, other = (message(told, marks=one) for one in (size.sms_marks, True))
            more = "" if size.sms_marks else f"; nếu để dấu: {other.segments} tin"
            return f"{counted.segments} tin, {counted.units} chữ ({counted.alphabet}){more}"
        case Surface.LED:
            return f"{len(slides_shown(told, size.board))} trang, {size.board.width} chữ một dòng"
        case Surface.LOUDSPEAKER:
            seconds = int(script(told).lasts.total_seconds())
            return f"đọc một lượt khoảng {seconds // 60} phút {seconds % 60:02d} giây"
        case _:
            return ""


def of_broadcast(text: str, worn: Reply, commune: Commune) -> Announcement:
    """The announcement of a broadcast: its text, and the code its copies wear.

    Why a reader gets it, which the letter says at its end, is no matter of a board's or an ear's.
    """
    lines = tuple(one.strip() for one in text.split("\n") if one.strip())
    return replace(announcement(worn, commune), lines=lines)
