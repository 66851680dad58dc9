"""`MOTCUA_…` variables: where each lands, and those that name no setting."""

import difflib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_settings import EnvSettingsSource

from bot.config_errors import Problem

PREFIX: Final = "MOTCUA_"
_OTHERS: Final = ("MOTCUA_CONFIG", "MOTCUA_SHARED", "MOTCUA_REQUIRE_ALL")
"""Read elsewhere, the last by the tests."""
_ALIKE: Final = 0.85
"""MOTCUA_DATABASE_URL and MOTCUA_DATABSE__URL are meant as the setting; MOTCUA_HOME may be
somebody's own."""


class Variables(EnvSettingsSource):
    """The variables; a group that cannot be read is a mistake among the others."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ANN401 - as the library has it
        """What a variable of a whole group holds, or its text where that is no JSON."""
        try:
            return super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value


def landings(names: Iterable[str]) -> dict[tuple[str, ...], str]:
    """Where each variable lands, so that a mistake in one is told by its name."""
    return {
        tuple(name.lower().removeprefix(PREFIX.lower()).split("__")): name.upper()
        for name in names
        if name.upper().startswith(PREFIX)
    }


def strange(variables: Iterable[str], root: type[BaseModel], file: Path) -> list[Problem]:
    """Variables that are meant as settings and are none: left alone they would change nothing."""
    known = [*_named(root), *_OTHERS]
    found = []
    for name in sorted(variables):
        group = name.removeprefix(PREFIX).partition("__")[0].lower()
        if group in root.model_fields or name in _OTHERS:
            continue
        close = difflib.get_close_matches(name, known, n=1, cutoff=_ALIKE)
        if close or "__" in name:
            hint = f"có phải là {close[0]}?" if close else "bỏ biến này đi"
            found.append(Problem(file, 0, f"không có biến tên này; {hint}", name))
    return found


def _named(root: type[BaseModel]) -> Iterator[str]:
    for group, field in root.model_fields.items():
        yield f"{PREFIX}{group}".upper()
        for name in getattr(field.annotation, "model_fields", ()):
            yield f"{PREFIX}{group}__{name}".upper()
