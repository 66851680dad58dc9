# ruff: noqa: ANN401 - methods and values of 185 kinds go through here
"""A call's parameters as aiogram's typed method: unknown fields are errors at any depth."""

import json
import re
from html import unescape
from types import UnionType
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from pydantic import BaseModel, ValidationError

from tests.fakes.telegram.files import Sent
from tests.fakes.telegram.refusing import ApiError, Body, bad

METHODS: dict[str, type[TelegramMethod[Any]]] = {
    one.__api_method__.lower(): one
    for name in aiogram.methods.__all__
    if isinstance(getattr(one := getattr(aiogram.methods, name), "__api_method__", None), str)
}
_TAG = re.compile(r"<[^>]*>")


def parsed(name: str, raw: Body, files: dict[str, Sent]) -> TelegramMethod[Any]:
    """The call that these parameters make."""
    kind = METHODS.get(name.lower())
    if kind is None:
        raise ApiError(404, "Not Found")
    unknown = (raw.keys() | files.keys()) - kind.model_fields.keys()
    if unknown:
        raise bad(f"unknown parameters {sorted(unknown)}")
    values: Body = {key: _value(kind, key, text) for key, text in raw.items()}
    values |= {key: BufferedInputFile(data, name) for key, (name, data) in files.items()}
    try:
        method = kind.model_validate(values)
    except ValidationError as error:
        raise bad(f"{kind.__api_method__}: {error.errors()[0]['msg']}") from error
    refuse_extras(method)
    return method


def refuse_extras(value: object, path: str = "") -> None:
    """Unknown fields at any depth are errors: aiogram itself would let them pass."""
    if isinstance(value, BaseModel):
        if value.model_extra:
            raise bad(f"unknown field {path}{sorted(value.model_extra)}")
        for name in type(value).model_fields:
            refuse_extras(getattr(value, name, None), f"{path}{name}.")
    elif isinstance(value, list | tuple):
        for one in value:
            refuse_extras(one, path)


def _value(kind: type[TelegramMethod[Any]], key: str, text: Any) -> Any:
    """A form value as JSON unless the parameter is a plain string."""
    if not isinstance(text, str):
        return text
    if _takes_text(kind.model_fields[key].annotation):
        number = key.endswith("chat_id") and re.fullmatch(r"-?\d+", text)
        return int(text) if number else text
    try:
        return json.loads(text)
    except ValueError as error:
        raise bad(f"can't parse {key} JSON object") from error


def _takes_text(annotation: Any) -> bool:
    if get_origin(annotation) in (Union, UnionType):
        return any(_takes_text(one) for one in get_args(annotation))
    return annotation is str


def shown(method: Any) -> str:
    """The words after parsing."""
    if isinstance(method.parse_mode, str) and method.parse_mode.upper() == "HTML":
        return unescape(_TAG.sub("", method.text))
    return str(method.text)


def markup_of(method: Any) -> Body | None:
    """The buttons, if there are any."""
    if method.reply_markup is None:
        return None
    keyboard = method.reply_markup.inline_keyboard
    if sum(len(row) for row in keyboard) > 100 or any(not 1 <= len(row) <= 8 for row in keyboard):
        raise bad("reply markup is too long")
    if any(not one.text.strip() for row in keyboard for one in row):
        raise bad("text of the inline keyboard button is empty")
    found: Body = method.reply_markup.model_dump(exclude_none=True)
    return found
