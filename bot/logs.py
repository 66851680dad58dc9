"""Logs: one format, fixed event names and ids; what people wrote, and secrets, stay out.

Whatever a call passes, only what looks like an id, a word of ours or a number is written. The
message of an exception may quote anybody, so only its type and place are kept. Libraries are
heard from warnings on, by the fixed part of their messages.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from contextlib import suppress
from enum import Enum
from typing import Any, Final, TextIO

import structlog

HIDDEN: Final = "[hidden]"
NOISY: Final = ("httpx", "httpcore", "uvicorn.access", "apscheduler", "alembic")
"""Their INFO lines hold addresses with tokens, questions in URLs, or nothing worth keeping."""

_EVENT = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
_OURS = re.compile(r"[a-z_]{1,20}(?:\.[a-z_]{1,20})*|[cs][0-9a-f]{12,16}|\d{1,8}")
"""Names and ids of ours, seen at once; everything else is looked at closely."""
_PLAIN = re.compile(r"[A-Za-z0-9_.:/@+\[\]-]{1,80}")
_SECRETS: Final = (
    (re.compile(r"\bbot\d+:[\w-]+"), "bot[token]"),
    (re.compile(r"\b\d{6,}:[\w-]{16,}"), "[token]"),
    (re.compile(r"(?i)\b(bearer|token|secret|password)([=: ]+)\S+"), r"\1\2[hidden]"),
    (re.compile(r"(?<![A-Za-z0-9])\+?\d[\d .-]{7,}\d(?![A-Za-z0-9])"), "[number]"),
    (re.compile(r"\b[A-Z0-9.]*H\d{2}[A-Z0-9.]*-\d{6}-\d+\b"), "[dossier]"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "[mail]"),
    (re.compile(r"\?\S+"), "?[hidden]"),
)
_IP = re.compile(r"(\d{1,3}\.){3}\d{1,3}(:\d+)?")
_SENTENCES = frozenset({"said", "advice"})
"""Fields that hold fixed sentences: of a library, or of ours on what an operator can do."""
_OWN_FIELDS = frozenset({"event", "level", "timestamp"})

Fields = MutableMapping[str, Any]


def configure(level: str = "info", form: str = "text", stream: TextIO | None = None) -> None:
    """Set up logging for the whole process; `form` is `text` or `json`."""
    number = logging.getLevelNamesMapping()[level.upper()]
    out = stream or sys.stderr
    last: Any = structlog.processors.JSONRenderer(ensure_ascii=False) if form == "json" else _line
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=False),
            _place_of_error,
            only_ids,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=lambda *_: _Lines(out),
        cache_logger_on_first_use=False,
    )
    _listen_to_libraries(max(number, logging.WARNING))


class _Lines:
    """Writes lines. A log that cannot be written, on a full disk say, costs nobody an answer."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def msg(self, line: str) -> None:
        """One line, or nothing."""
        with suppress(OSError, ValueError):
            self._out.write(line + "\n")
            self._out.flush()

    debug = info = warning = error = critical = msg


def mask(text: str) -> str:
    """The text without tokens, numbers of people, dossier codes, addresses and queries."""
    if _IP.fullmatch(text):
        return text
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def only_ids(_logger: object, _method: str, fields: Fields) -> Fields:
    """Hide every value that is not a number or a word of plain letters."""
    for name, value in fields.items():
        if name not in _OWN_FIELDS:
            fields[name] = _safe(value, sentence=name in _SENTENCES)
    if not _EVENT.fullmatch(str(fields.get("event", ""))):
        fields["event"] = "event.unnamed"
    return fields


def _safe(value: object, *, sentence: bool = False) -> object:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, (bool, float)):
        return value
    if isinstance(value, int):
        return value if abs(value) < 10**8 else HIDDEN
    text = str(value)
    if _OURS.fullmatch(text):
        return text
    text = mask(text)
    if sentence:
        return text if text.isascii() else HIDDEN
    return text if _PLAIN.fullmatch(text) else HIDDEN


def _place_of_error(_logger: object, _method: str, fields: Fields) -> Fields:
    """An exception as its type and the last places it passed: never its message."""
    found = fields.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()[1]
    if isinstance(found, tuple):
        found = found[1]
    if isinstance(found, BaseException):
        frames = traceback.extract_tb(found.__traceback__)[-3:]
        fields["error"] = type(found).__name__
        places = [f"{_short(frame.filename)}:{frame.lineno}" for frame in frames]
        fields["at"] = "/".join(places)[-80:] if places else None
    fields.pop("stack_info", None)
    return fields


def _short(filename: str) -> str:
    return ".".join(filename.replace("\\", "/").removesuffix(".py").split("/")[-2:])


def _line(_logger: object, _method: str, fields: Fields) -> str:
    """One line of text: time, level, event, then the fields."""
    first = [str(fields.pop(name, "")) for name in ("timestamp", "level", "event")]
    return " ".join([*first, *(f"{name}={value}" for name, value in fields.items())])


class _Library(logging.Handler):
    """Passes on the fixed part of a library's message."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record of a library as an event of ours."""
        log = structlog.get_logger()
        fields: dict[str, Any] = {"library": record.name, "said": str(record.msg)}
        if record.exc_info:
            fields["exc_info"] = record.exc_info
        log.log(record.levelno, "library.said", **fields)


def _listen_to_libraries(level: int) -> None:
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, _Library)]:
        root.removeHandler(handler)
    root.addHandler(_Library())
    root.setLevel(level)
    for name in NOISY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
