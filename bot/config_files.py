"""Settings files: read with line marks, and searched for what must never stand in them."""

from pathlib import Path
from typing import Any, Final

import yaml

from bot.config_errors import Problem, SettingsError, line_of
from knowledge.unreadable import why_not
from knowledge.yaml_lines import LOADER, plain_yaml

SECRET_WORDS: Final = (
    "token", "secret", "password", "passwd", "key_file", "api_key", "mat_khau",
)  # fmt: skip
NOT_LIVE = (
    "stage: live cần có mục live (by, day): người đứng đầu chạy lệnh `motcua live --by …`, "
    "rồi chép phần lệnh in ra vào tệp này; chưa sẵn sàng thì để stage: sample"
)


def read_file(path: Path) -> tuple[dict[str, Any], yaml.Node | None]:
    """A settings file's values, and the same with line marks.

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
    try:
        tree = yaml.compose(text, Loader=LOADER)
        values = plain_yaml(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        message = "sai cú pháp YAML; kiểm tra thụt dòng và dấu ngoặc kép"
        raise SettingsError([Problem(path, line, message)]) from None
    if not isinstance(values, dict):
        raise SettingsError([Problem(path, 1, "tệp phải có các mục như `commune:`")])
    return values, tree


def line_of_setting(file: Path, trail: tuple[str, ...]) -> int:
    """Line where a setting stands in a file that loads; 0 when the file does not name it."""
    _, tree = read_file(file)
    whole, parent = line_of(tree, trail), line_of(tree, trail[:-1])
    return whole if whole != parent else 0


def secrets_in(path: Path, tree: yaml.Node | None, trail: str = "") -> list[Problem]:
    """Secrets belong in variables, never in the file, whatever their place."""
    problems: list[Problem] = []
    if isinstance(tree, yaml.SequenceNode):
        for child in tree.value:
            problems.extend(secrets_in(path, child, trail))
    if not isinstance(tree, yaml.MappingNode):
        return problems
    for key, value in tree.value:
        name = str(key.value)
        full = f"{trail}__{name}" if trail else name
        if any(word in name.lower() for word in SECRET_WORDS):
            message = f"không ghi mật khẩu, token vào tệp; đặt biến MOTCUA_{full.upper()}"
            problems.append(Problem(path, key.start_mark.line + 1, message))
        problems.extend(secrets_in(path, value, full))
    return problems
