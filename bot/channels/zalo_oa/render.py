"""Turn a `Reply` into messages the account sends: plain words, choices by number. Pure."""

from bot.channels.base import Part
from bot.channels.plain.render import texts_of
from bot.channels.zalo_oa.limits import BUTTONS, TEXT
from handlers.messages import Button, Reply


def parts_of(reply: Reply, public_url: str = "", *, buttons: bool = False) -> tuple[Part, ...]:
    """The messages of a reply, the buttons (if any) under the last text, then its files.

    Buttons are beside the numbered words, never in their place; where they do not all fit, none
    is shown.
    """
    texts = texts_of(reply, TEXT, public_url)
    shown = reply.choices if buttons and len(reply.choices) <= BUTTONS else ()
    last = len(texts) - 1
    said = tuple(
        Part(words.text, choices=_shown(shown) if number == last else (), reply=reply)
        for number, words in enumerate(texts)
    )
    return said + tuple(Part(attachment=one) for one in reply.attachments)


def _shown(choices: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple(one for one in choices if not one.action.startswith("private:"))
