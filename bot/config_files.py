"""Settings files: read with line marks, and searched for what must never stand in them."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from bot.config_errors import Problem, SettingsError, line_of
from knowledge.unreadable import why_not
from knowledge.yaml_lines import parse_yaml

SECRET_WORDS: Final = (
    "token", "secret", "password", "passwd", "key_file", "api_key", "mat_khau",
)  # fmt: skip
_PASSWORD: Final = re.compile(r"://[^/\s:@]*:[^/\s@]+@")
"""An address that holds one."""
NOT_LIVE = (
    "stage: live cần có mục live (by, day): người đứng đầu chạy lệnh `motcua live --by …`, "
    "rồi chép phần lệnh in ra vào tệp này; chưa sẵn sàng thì để stage: sample"
)


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """A settings file's values, the same with line marks, and what is wrong whatever they mean."""

    values: dict[str, Any]
    tree: yaml.Node | None
    problems: tuple[Problem, ...]


def read_file(path: Path) -> SettingsFile:
    """What a settings file holds; its problems are keys written twice and secrets.

    Raises:
        SettingsError: it is not there, or no such file.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise SettingsError(
            [Problem(path, 0, "không có tệp này; đặt MOTCUA_CONFIG cho đúng")]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError([Problem(path, 0, f"không đọc được: {why_not(error)}")]) from None
    read = parse_yaml(text, path.name)
    if read.node is None and read.mistakes:
        message = "sai cú pháp YAML; kiểm tra thụt dòng và dấu ngoặc kép"
        raise SettingsError([Problem(path, read.mistakes[0].line, message)])
    if not isinstance(read.value, dict):
        raise SettingsError([Problem(path, 1, "tệp phải có các mục như `commune:`")])
    problems = [Problem(path, one.line, f"{one.text}; bỏ một") for one in read.mistakes]
    values = {str(key): value for key, value in read.value.items()}
    return SettingsFile(values, read.node, (*problems, *secrets_in(path, read.node)))


def line_of_setting(file: Path, trail: tuple[str, ...]) -> int:
    """Line where a setting stands in a file that loads; 0 when the file does not name it."""
    tree = read_file(file).tree
    whole, parent = line_of(tree, trail), line_of(tree, trail[:-1])
    return whole if whole != parent else 0


def secrets_in(path: Path, tree: yaml.Node | None, trail: str = "") -> list[Problem]:
    """Secrets belong in variables, never in the file, whatever their place."""
    problems: list[Problem] = []
    if isinstance(tree, yaml.ScalarNode) and _PASSWORD.search(tree.value):
        problems.append(_secret(path, tree, trail))
    if isinstance(tree, yaml.SequenceNode):
        for child in tree.value:
            problems.extend(secrets_in(path, child, trail))
    if not isinstance(tree, yaml.MappingNode):
        return problems
    for key, value in tree.value:
        name = str(key.value)
        full = f"{trail}__{name}" if trail else name
        if any(word in name.lower() for word in SECRET_WORDS):
            problems.append(_secret(path, key, full))
        problems.extend(secrets_in(path, value, full))
    return problems


def _secret(path: Path, where: yaml.Node, name: str) -> Problem:
    message = f"không ghi mật khẩu, token vào tệp; đặt biến MOTCUA_{name.upper()}"
    return Problem(path, where.start_mark.line + 1, message)
