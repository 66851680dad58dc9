"""Flow: an officer of any role asks for the way into the web console, or ends all sessions."""

from typing import Final

from handlers import actions
from handlers.choices import resolve
from handlers.commands import LeaveConsole, OpenConsole
from handlers.console_tickets import TICKET_LIFE
from handlers.desk_context import At, say
from handlers.join_commands import CodeShown
from handlers.messages import Button, InboundKind, Paragraph, Reply
from handlers.turns import Turn
from handlers.wording import console as wording
from knowledge.text.characters import clean
from knowledge.text.folding import fold

WORDS: Final = {
    "dang nhap": "work:signin",
    "dangnhap": "work:signin",
    "trang lam viec": "work:signin",
    "thoat moi phien": "work:signout",
}
"""Folded words and the action they mean."""

BUTTON: Final = Button("Vào trang làm việc", actions.build("work", "signin"))


def turn(at: At) -> Turn | None:
    """The answer to "đăng nhập" and to its buttons; None: about something else."""
    asked = at.inbound.action if at.inbound.kind is InboundKind.TAP else _typed(at)
    if asked == "work:signin":
        return _let_in(at)
    if asked == "work:signout":
        said = Reply((Paragraph(wording.SIGNED_OUT),))
        return Turn((said,), commands=(LeaveConsole(),))
    return None


def _typed(at: At) -> str:
    if at.inbound.kind not in (InboundKind.TEXT, InboundKind.EDIT):
        return ""
    words = clean(at.inbound.text)
    return WORDS.get(fold(words).strip()) or resolve(words, at.state.offered) or ""


def _let_in(at: At) -> Turn:
    if at.inbound.group:
        return say(wording.IN_PRIVATE)
    made = at.ports.sign_ins.ticket()
    if made is None:
        return say(wording.NO_CONSOLE)
    reply = Reply(wording.ticket(made.code, made.url, made.page))
    shown = CodeShown(made.code_hash, at.now + TICKET_LIFE)
    return Turn((reply,), commands=(OpenConsole(made.code_hash), shown))
