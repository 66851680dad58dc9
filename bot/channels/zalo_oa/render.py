"""Turn a `Reply` into messages the account sends: plain words, choices by number. Pure."""

from typing import Final

from bot.channels.base import Part
from bot.channels.plain.render import texts_of
from bot.channels.zalo_oa.limits import BUTTONS, TEXT
from handlers.messages import NUMBER_FORM, Button, Reply
from handlers.wording.zalo_oa import FORM_SUBTITLE, FORM_TITLE, NO_FORM

ASK_NUMBER: Final = "ask_number"
"""The way of the part that asks for a number; its words are for where the form is refused."""
FORM_IMAGE: Final = "/static/form.png"


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
    files = tuple(Part(attachment=one) for one in reply.attachments)
    asks = reply.form is not None and reply.form.kind == NUMBER_FORM
    return (*said, *files, *((Part(NO_FORM, way=ASK_NUMBER),) if asks else ()))


def form_of(public_url: str) -> dict[str, object]:
    """Zalo's form that asks for a name and a number: what is sent in the place of words."""
    element = {
        "title": FORM_TITLE,
        "subtitle": FORM_SUBTITLE,
        "image_url": f"{public_url.rstrip('/')}{FORM_IMAGE}",
    }
    payload = {"template_type": "request_user_info", "elements": [element]}
    return {"attachment": {"type": "template", "payload": payload}}


def _shown(choices: tuple[Button, ...]) -> tuple[Button, ...]:
    return tuple(one for one in choices if not one.action.startswith("private:"))
