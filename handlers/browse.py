"""Flow: the directory by field, life event and alphabet; pleasant with hundreds of procedures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers import actions
from handlers.messages import Button, Heading, Paragraph, Reply
from handlers.stale import STALE
from handlers.turns import Turn
from knowledge.base import KnowledgeBase
from knowledge.fields import shown_key
from knowledge.procedures import Procedure
from knowledge.text.folding import fold

PAGE = 8
MENU = "menu"
"""Subject of the directory's messages."""
WAYS_IN = (
    Button("Theo việc trong đời", actions.build("life")),
    Button("Theo lĩnh vực", actions.build("field")),
    Button("Theo chữ cái", actions.build("az")),
)


@dataclass(frozen=True, slots=True)
class Directory:
    """Browses the catalogue."""

    base: KnowledgeBase

    def start(self) -> Turn:
        """The three ways in."""
        blocks = (
            Heading("Tìm thủ tục"),
            Paragraph(f"Có {len(self.base.by_title)} thủ tục. Anh/chị muốn tìm theo cách nào?"),
        )
        return _menu(Reply(blocks, WAYS_IN))

    def life(self, key: str = "") -> Turn:
        """Life events, or what one of them brings."""
        event = self.base.life_event(key) if key else None
        if event is None:
            buttons = [
                Button(one.title, actions.build("life", one.key))
                for one in self.base.guidance.life_events
            ]
            return _list("Chọn việc trong đời", buttons)
        codes = [one for code in event.codes if (one := self.base.active(code)) is not None]
        intro = (Paragraph(event.intro),) if event.intro else ()
        reply = Reply((Heading(event.title), *intro), tuple(_procedure(one) for one in codes))
        return _menu(reply)

    def field(self, key: str = "", page: str = "0") -> Turn:
        """Fields, or the procedures of one."""
        if not key:
            buttons = [
                Button(name, actions.build("field", one))
                for name, one in self.base.field_keys().items()
            ]
            return _list("Chọn lĩnh vực", buttons)
        keys, key = self.base.field_keys(), shown_key(key)
        name = next((name for name, one in keys.items() if one == key), "")
        return self._paged(name or "Lĩnh vực", self.base.in_field(key), "field", key, page)

    def alphabet(self, letter: str = "", page: str = "0") -> Turn:
        """Letters that begin a title, or the titles of one letter."""
        titles = [(fold(one.title)[:1], one) for one in self.base.by_title]
        if not letter:
            letters = sorted({first for first, _ in titles if first})
            buttons = [Button(one.upper(), actions.build("az", one)) for one in letters]
            return _list("Chọn chữ cái đầu", buttons)
        found = [one for first, one in titles if first == letter]
        return self._paged(f"Chữ {letter.upper()}", found, "az", letter, page)

    def _paged(
        self, title: str, found: Sequence[Procedure], verb: str, key: str, page: str
    ) -> Turn:
        start = int(page) if page.isdecimal() else 0
        shown = found[start : start + PAGE]
        if not shown:
            return STALE
        buttons = [_procedure(one) for one in shown]
        if start + PAGE < len(found):
            following = actions.build(verb, key, str(start + PAGE))
            buttons.append(Button("Xem tiếp", following))
        counted = f"{title} ({start + 1}–{start + len(shown)} trong {len(found)} thủ tục)"
        return _menu(Reply((Heading(counted),), tuple(buttons)))


def _procedure(found: Procedure) -> Button:
    return Button(found.title, actions.build("p", found.code))


def _list(title: str, buttons: Sequence[Button]) -> Turn:
    return _menu(Reply((Heading(title),), tuple(buttons)))


def _menu(reply: Reply) -> Turn:
    """A page of the directory: the next one takes its place where a channel can edit."""
    return Turn((replace(reply, subject=MENU, replaces=MENU),))
