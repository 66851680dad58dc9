"""What can be asked here, on one small screen, each with the button that begins it."""

from handlers import actions
from handlers.messages import Button, Reply
from handlers.turns import Turn
from handlers.wording import guide as wording
from knowledge.base import KnowledgeBase

CARDS = ("tra_cuu_ho_so", "phan_anh", "gap_nguoi")
"""Keys of the cards that begin the other things a citizen comes for."""


def help_card(base: KnowledgeBase) -> Turn:
    """The short help; the card of the moment says how each thing is done."""
    cards = [card for key in CARDS if (card := base.card(key)) is not None]
    buttons = [Button("Xem tất cả thủ tục", actions.build("menu"))]
    buttons += [Button(card.title, actions.build("c", card.key)) for card in cards]
    buttons.append(Button("Dữ liệu của tôi", actions.build("data")))
    return Turn((Reply(tuple(wording.help_lines()), tuple(buttons)),))
