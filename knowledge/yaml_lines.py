"""YAML read with line numbers, so that a mistake can be shown where it stands.

Plain YAML 1.1 reads `15:00` as the number 900, `no` as false and a repeated key as the last one;
each would put a wrong figure into a record, so times and words stay text and repeats are mistakes.
"""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from knowledge.unreadable import why_not

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C where it was built: eight times as fast, and start-up reads many files."""
_STRING_TAG: Final = "tag:yaml.org,2002:str"
_LIST_TAG: Final = "tag:yaml.org,2002:seq"
_MAP_TAG: Final = "tag:yaml.org,2002:map"
_DAY_TAG: Final = "tag:yaml.org,2002:timestamp"
_ODD_TAGS: Final = frozenset(("tag:yaml.org,2002:merge", "tag:yaml.org,2002:value"))
"""Of the keys `<<` and `=`."""
_BOOLS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing wrong in a file, where it stands and what to write instead."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.text}"


class DataMistakesError(Exception):
    """The data files hold mistakes."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: tuple[Mistake, ...] = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its plain value and the nodes that know their lines."""

    file: str
    value: Any
    node: yaml.Node | None
    mistakes: tuple[Mistake, ...] = ()

    def line_of(self, path: tuple[Hashable, ...]) -> int:
        """Line of the deepest known step of `path`, counted from 1."""
        return _line_of(self.node, path)


def plain_yaml(text: str) -> Any:  # noqa: ANN401 - whatever it holds
    """What a text of ours holds, without lines; raises `yaml.YAMLError`."""
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        return None if node is None else _build(loader, node, text)
    finally:
        loader.dispose()


def read_yaml(path: Path, *, shown_as: str | None = None) -> Document:
    """Read one file; what is wrong with it is a value, never an exception."""
    shown = shown_as or str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        return _broken(shown, line, "tệp không phải UTF-8: hãy lưu lại bằng mã UTF-8")
    except OSError as error:
        return _broken(shown, 1, why_not(error))
    return parse_yaml(text, shown)


def parse_yaml(text: str, file: str) -> Document:
    """Parse one text as a YAML document."""
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        mistakes = () if node is None else tuple(_looked_through(node, file))
        value = None if node is None else _build(loader, node, text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return _broken(file, mark.line + 1 if mark else 1, f"YAML sai cú pháp: {error.problem}")
    except (yaml.YAMLError, ValueError) as error:
        line = _line_of_reader(error, text)
        return _broken(file, line, f"YAML sai: {str(error).splitlines()[0]}")
    finally:
        loader.dispose()
    return Document(file, value, node, mistakes)


def _broken(file: str, line: int, text: str) -> Document:
    return Document(file, None, None, (Mistake(file, line, text),))


def _line_of_reader(error: Exception, text: str) -> int:
    position = getattr(error, "position", None)
    if not isinstance(position, int):
        return 1
    if LOADER is yaml.SafeLoader:
        return text[:position].count("\n") + 1
    return text.encode()[:position].count(b"\n") + 1  # the reader in C counts bytes


def _build(loader: Any, node: yaml.Node, text: str) -> Any:  # noqa: ANN401
    """The value of a document; PyYAML's own way only where nodes may stand for one another."""
    return loader.construct_document(node) if "&" in text else _value(loader, node)


def _value(loader: Any, node: yaml.Node) -> Any:  # noqa: ANN401
    """What PyYAML makes of a node, in a third of its time: a start reads 20,000 of them."""
    tag = node.tag
    if isinstance(node, yaml.ScalarNode) and tag == _STRING_TAG:
        return node.value
    if isinstance(node, yaml.SequenceNode) and tag == _LIST_TAG:
        return [_value(loader, one) for one in node.value]
    if isinstance(node, yaml.MappingNode) and tag == _MAP_TAG and _simple(node):
        return {_value(loader, key): _value(loader, one) for key, one in node.value}
    return loader.construct_object(node, deep=True)


def _simple(mapping: yaml.MappingNode) -> bool:
    """Whether each key stands for itself."""
    return all(
        isinstance(key, yaml.ScalarNode) and key.tag not in _ODD_TAGS for key, _ in mapping.value
    )


def _looked_through(node: yaml.Node, file: str) -> list[Mistake]:
    """Turn what YAML 1.1 guesses at (times, yes/no) back into text; mistakes are keys repeated.

    So is a day that no calendar has: who reads the value then says where it stands.
    """
    waiting, seen = [node], set[int]()
    mistakes: list[Mistake] = []
    while waiting:
        current = waiting.pop()
        if isinstance(current, yaml.ScalarNode):
            _plain(current)
            continue
        if id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, yaml.MappingNode):
            mistakes += _repeated_keys(current, file)
            waiting.extend(part for pair in current.value for part in pair)
        else:
            waiting.extend(current.value)
    return mistakes


def _plain(scalar: yaml.ScalarNode) -> None:
    if scalar.tag == _STRING_TAG:
        return
    time = scalar.tag == "tag:yaml.org,2002:int" and ":" in scalar.value
    word = scalar.tag == "tag:yaml.org,2002:bool" and scalar.value.lower() not in _BOOLS
    if time or word or (scalar.tag == _DAY_TAG and not _a_day(scalar)):
        scalar.tag = _STRING_TAG


def _a_day(scalar: yaml.ScalarNode) -> bool:
    try:
        yaml.constructor.SafeConstructor().construct_yaml_timestamp(scalar)
    except ValueError:
        return False
    return True


def _repeated_keys(mapping: yaml.MappingNode, file: str) -> Iterator[Mistake]:
    seen: set[str] = set()
    for key, _ in mapping.value:
        name = str(key.value)
        if name in seen:
            yield Mistake(file, key.start_mark.line + 1, f"khóa `{name}` ghi hai lần")
        seen.add(name)


def _line_of(node: yaml.Node | None, path: tuple[Hashable, ...]) -> int:
    line = 1
    for step in (None, *path):
        if step is not None:
            node, key_line = _child(node, step)
            line = key_line or line
        if node is None:
            return line
        if step is None or not isinstance(step, str):
            line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node | None, step: Hashable) -> tuple[yaml.Node | None, int | None]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], None
    return None, None
