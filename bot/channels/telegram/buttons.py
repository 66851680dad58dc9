"""Choices as inline buttons; what does not fit on them is listed with its number.

Every choice works by number and label too (`handlers.choices`), so nothing listed is lost.
"""

import unicodedata
from typing import Final

from bot.channels.telegram.limits import BUTTONS, CALLBACK_DATA, LABEL
from handlers.messages import Button

ROW: Final = 34
"""Letters that fit side by side on a narrow phone."""
COLUMNS: Final = 6
"""Buttons in a row; Telegram takes eight."""


def shown(choices: tuple[Button, ...]) -> tuple[Button, ...]:
    """The buttons under the message; one whose label is cut wears its number in the list."""
    buttons = []
    for number, choice in enumerate(choices[:BUTTONS], 1):
        if not _fits(choice):
            continue
        label = _label(choice)
        buttons.append(Button(cut(f"{number}. {label}") if _long(choice) else label, choice.action))
    return tuple(buttons)


def listed(choices: tuple[Button, ...]) -> list[str]:
    """Lines for the choices that no button shows whole, each with its number."""
    return [
        f"{number}. {_label(choice)}"
        for number, choice in enumerate(choices, 1)
        if number > BUTTONS or _long(choice) or not _fits(choice)
    ]


def rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """Short buttons side by side, long ones alone, in order."""
    found: list[list[Button]] = []
    for button in buttons:
        if found and _one_more(found[-1], button):
            found[-1].append(button)
        else:
            found.append([button])
    return found


def cut(label: str) -> str:
    """A label cut at a word, with an ellipsis."""
    if len(label) <= LABEL:
        return label
    short = label[: LABEL - 1]
    at = short.rfind(" ")
    return (short[:at] if at > LABEL // 2 else short).rstrip() + "…"


def _long(choice: Button) -> bool:
    return len(_label(choice)) > LABEL


def _label(choice: Button) -> str:
    """On one line, composed; Telegram refuses a button without words."""
    whole = choice.label.encode("utf-8", "replace").decode("utf-8")
    return " ".join(unicodedata.normalize("NFC", whole).split()) or "…"


def _fits(choice: Button) -> bool:
    return 1 <= len(choice.action.encode()) <= CALLBACK_DATA


def _one_more(row: list[Button], button: Button) -> bool:
    number = len(row) + 1
    longest = max(len(one.label) for one in (*row, button))
    return number <= COLUMNS and longest <= ROW // number
