"""Choices under an answer: options of a question back in pages, parts of a procedure, fields."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from handlers import actions
from handlers.messages import Button, Reply
from handlers.wording import guide as wording
from handlers.wording.parts import LABELS
from knowledge.base import KnowledgeBase
from knowledge.fields import shown_field
from knowledge.guidance import FamilyOption
from knowledge.matching.outcomes import (
    Ambiguous,
    CardOption,
    Option,
    ProcedureOption,
    RouteOption,
)
from knowledge.procedures import Part, Procedure

SUGGESTIONS = ("1.001193", "1.004873", "2.000815", "1.004194", "1.001612")
"""Procedures on the first screen: the most asked ones of different fields."""

PAGE = 5
"""Options shown at once; when there are more, four and "Việc khác" (model.md, Knowledge)."""

LIST = "options"
"""Subject of a question back and of its further pages."""

PART_BUTTONS = (Part.DOCUMENTS, Part.FEE, Part.TIME, Part.PLACE, Part.ONLINE)

SHORT_LABELS = {
    Part.DOCUMENTS: "Giấy tờ",
    Part.FEE: "Lệ phí",
    Part.TIME: "Bao lâu",
    Part.PLACE: "Nơi nộp",
    Part.ONLINE: "Nộp qua mạng",
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of options and its buttons."""

    options: tuple[Option, ...]
    buttons: tuple[Button, ...]


def first_page(found: Ambiguous) -> Page:
    """The options shown with the question back."""
    return page_of(found.options, 0, found.family)


def page_of(options: Sequence[Option], start: int, family: str | None) -> Page:
    """Options from `start`, the ways on and back where there are more, and "Tôi không rõ"."""
    left = options[start:]
    more = len(left) > PAGE
    shown = tuple(left[: PAGE - 1] if more else left)
    buttons = [Button(one.label, option_action(one)) for one in shown]
    if more:
        buttons.append(Button(wording.MORE, actions.build("more", str(start + PAGE - 1))))
    if start:
        before = max(0, start - (PAGE - 1))
        buttons.append(Button(wording.BACK, actions.build("more", str(before))))
    buttons.append(Button(wording.UNSURE, actions.build("unsure", family or "-")))
    return Page(shown, tuple(buttons))


def turned(options: Sequence[Option], start: int, family: str | None) -> Reply:
    """Another page of the options; it takes the place of the one before where a channel can."""
    words = wording.more_options() if start else wording.which_one(None)
    page = page_of(options, start, family)
    return Reply(tuple(words), page.buttons, subject=LIST, replaces=LIST)


def option_action(option: Option) -> str:
    """What a tap on the option does; it stands alone, so an old tap still works."""
    match option:
        case ProcedureOption(code=code):
            return actions.build("p", code)
        case RouteOption(key=key):
            return actions.build("r", key)
        case CardOption(key=key):
            return actions.build("c", key)


def procedures_of(options: Iterable[Option]) -> list[ProcedureOption]:
    """Only the options that lead to a procedure."""
    return [one for one in options if isinstance(one, ProcedureOption)]


def draft_of(found: Ambiguous, part: Part | None) -> dict[str, Any]:
    """What the conversation keeps of a question back, for its next pages and the asked part."""
    return {
        "family": found.family,
        "part": part.value if part else None,
        "options": [[option_action(one), one.label] for one in found.options],
    }


def options_from(draft: dict[str, Any]) -> list[Option]:
    """The options of a stored question back."""
    parsed = ((actions.parse(action), label) for action, label in draft.get("options", []))
    return [_option(action, label) for action, label in parsed if action is not None]


def _option(action: actions.Action, label: str) -> Option:
    if action.verb == "r":
        return RouteOption(action.args[0], label)
    if action.verb == "c":
        return CardOption(action.args[0], label)
    return ProcedureOption(action.args[0], label)


def family_options(choices: Iterable[FamilyOption]) -> list[Option]:
    """A family's choices as options."""
    found: list[Option] = []
    for choice in choices:
        if choice.code:
            found.append(ProcedureOption(choice.code, choice.label))
        elif choice.route:
            found.append(RouteOption(choice.route, choice.label))
        elif choice.card:
            found.append(CardOption(choice.card, choice.label))
    return found


IN_ANOTHERS_NAME: Final = "nop_thay"
"""The card on who may go for another."""


def part_buttons(
    procedure: Procedure, shown: Part | None, extras: list[Button], *, full: bool
) -> list[Button]:
    """The other parts on tap, then the whole card; below it a list to print and a sample."""
    if full:
        return extras
    buttons = [
        Button(SHORT_LABELS[part], actions.build("p", procedure.code, part.value))
        for part in PART_BUTTONS
        if part is not shown and (shown is not None or part is Part.ONLINE)
    ]
    if shown is Part.APPLICANTS:
        buttons.append(
            Button("Nhờ người khác nộp, nhận thay", actions.build("c", IN_ANOTHERS_NAME))
        )
    buttons.append(Button("Xem đầy đủ", actions.build("p", procedure.code, "full")))
    return buttons


def field_buttons(fields: Sequence[str], base: KnowledgeBase) -> list[Button]:
    """Buttons that open fields of the directory."""
    known = base.field_keys()
    names = dict.fromkeys(map(shown_field, fields))
    return [
        Button(name, actions.build("field", key))
        for name in list(names)[:PAGE]
        if (key := known.get(name)) is not None
    ]


def label_of(part: Part) -> str:
    """The name of a part as a citizen reads it."""
    return SHORT_LABELS.get(part, LABELS[part])
