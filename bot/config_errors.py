"""A mistake in the settings, told with file, line and what to write instead."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake; line 0 means the whole file."""

    file: Path
    line: int
    message: str
    variable: str = ""

    def __str__(self) -> str:
        """`config.yaml:12: …`, or the variable's name when the mistake came from one."""
        if self.variable:
            return f"{self.variable}: {self.message}"
        where = f"{self.file.name}:{self.line}" if self.line else self.file.name
        return f"{where}: {self.message}"


class SettingsError(Exception):
    """The settings cannot be used; `problems` lists everything that is wrong."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))


Trail = tuple[int | str, ...]

_MESSAGES = {
    "missing": "thiếu mục này; thêm `{key}: …`",
    "int_parsing": "phải là một số nguyên, đang ghi {input}",
    "int_type": "phải là một số nguyên, đang ghi {input}",
    "bool_parsing": "phải là true hoặc false, đang ghi {input}",
    "bool_type": "phải là true hoặc false, đang ghi {input}",
    "date_from_datetime_parsing": "phải là ngày dạng 2026-12-31, đang ghi {input}",
    "date_parsing": "phải là ngày dạng 2026-12-31, đang ghi {input}",
    "date_type": "phải là ngày dạng 2026-12-31, đang ghi {input}",
    "time_parsing": 'phải là giờ dạng "15:00", đang ghi {input}',
    "string_type": 'phải là chữ trong dấu ngoặc kép, ví dụ "…", đang ghi {input}',
    "string_too_short": "không được để trống",
    "tuple_type": "phải là một danh sách, ví dụ [a, b]",
    "dict_type": "phải là một nhóm các mục thụt vào bên dưới",
    "model_type": "phải là một nhóm các mục thụt vào bên dưới",
    "invalid_key": "tên mục phải là chữ; bỏ dòng này đi",
    "model_attributes_type": "phải là một nhóm các mục thụt vào bên dưới",
    "enum": "chỉ nhận {expected}, đang ghi {input}",
    "greater_than_equal": "phải từ {ge} trở lên, đang ghi {input}",
    "less_than_equal": "phải từ {le} trở xuống, đang ghi {input}",
}

_SHAPES = {
    "hours": '"07:00-11:30"',
    "opening": '"07:00-11:30"',
    "days": '"mon-fri" hoặc "mon-fri, sat-am"',
    "key": "chữ thường không dấu, ví dụ phuong-mau",
    "level": "debug, info, warning hoặc error",
    "form": "text hoặc json",
    "desks": "psc, police hoặc bhxh",
}


def explain(
    file: Path,
    tree: yaml.Node | None,
    detail: Mapping[str, Any],
    variables: Mapping[tuple[str, ...], str],
    root: type[BaseModel],
) -> Problem:
    """The problem behind one validation error of pydantic against the model `root`."""
    trail: Trail = tuple(part for part in detail["loc"] if part != "[key]")
    name = ".".join(str(part) for part in trail)
    message = f"{name}: {_message(detail, trail, root)}"
    variable = _variable(trail, variables)
    return Problem(file, line_of(tree, trail), message, variable)


def line_of(tree: yaml.Node | None, trail: Sequence[int | str]) -> int:
    """Line of the deepest part of `trail` that stands in the file; 0 if none does."""
    line = 0
    node = tree
    for part in trail:
        child = _child(node, part)
        if child is None:
            break
        line, node = child
    return line


def _child(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        value = node.value[part]
        return value.start_mark.line + 1, value
    return None


def _message(detail: Mapping[str, Any], trail: Trail, root: type[BaseModel]) -> str:
    kind = detail["type"]
    key = str(trail[-1]) if trail else ""
    if kind == "extra_forbidden":
        return _unknown_key(key, trail, root)
    if kind == "string_pattern_mismatch":
        field = next((str(part) for part in reversed(trail) if str(part) in _SHAPES), key)
        return f"viết dạng {_SHAPES.get(field, 'khác')}, đang ghi {detail['input']!r}"
    values = {"key": key, "input": repr(detail["input"]), **detail.get("ctx", {})}
    if kind == "enum":
        values["expected"] = str(values["expected"]).replace(" or ", " hoặc ")
    template = _MESSAGES.get(kind)
    return (
        template.format(**values) if template else str(detail["msg"]).removeprefix("Value error, ")
    )


def _unknown_key(key: str, trail: Trail, root: type[BaseModel]) -> str:
    close = difflib.get_close_matches(key, _known(root, trail[:-1]), n=1, cutoff=0.6)
    hint = f"có phải là `{close[0]}`?" if close else "bỏ dòng này đi"
    return f"không có mục tên này; {hint}"


def _known(root: type[BaseModel], trail: Trail) -> list[str]:
    """Names allowed at a place of the settings."""
    model: Any = root
    for part in trail:
        fields = getattr(model, "model_fields", None)
        if fields is None or str(part) not in fields:
            return _of_collection(model)
        model = fields[str(part)].annotation
    return list(getattr(model, "model_fields", {})) or _of_collection(model)


def _of_collection(annotation: Any) -> list[str]:  # noqa: ANN401 - a type as pydantic gives it
    for inner in getattr(annotation, "__args__", ()):
        if fields := getattr(inner, "model_fields", None):
            return list(fields)
    return []


def _variable(trail: Trail, variables: Mapping[tuple[str, ...], str]) -> str:
    names = tuple(str(part).lower() for part in trail)
    return next(
        (variables[names[:n]] for n in range(len(names), 0, -1) if names[:n] in variables), ""
    )
