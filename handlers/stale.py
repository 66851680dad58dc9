"""A tap on something that is no more: a kind word and a fresh menu under it."""

from typing import Final

from handlers import actions
from handlers.messages import Button, Paragraph, Reply
from handlers.turns import Turn
from handlers.wording import guide as wording

STALE: Final = Turn(
    (
        Reply(
            (Paragraph(wording.STALE_TAP),),
            (
                Button(wording.ALL_PROCEDURES, actions.build("menu")),
                Button(wording.FIRST_SCREEN, actions.build("hello")),
            ),
        ),
    )
)
