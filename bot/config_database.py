"""Where the database is: checked before anything opens it."""

import re
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bot.config_keys import ROOT

_POSTGRESQL: Final = re.compile(
    r"postgres(ql(\+psycopg)?)?://(.*@)?(\[[^]]*\]|[^@/?:\[]*)(:\d+)?([/?][^@]*)?"
)
"""With a port that is a number; what stands before the `@` may be anything."""


class DatabaseSettings(BaseModel):
    """Where the database is: a SQLite file by default, PostgreSQL by URL alone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str = Field(default="sqlite:///var/motcua.db", validate_default=True)
    mark_file: str = ""
    """Knows how far it has sent (`bot/mark.py`), and stays out of every backup; empty:
    `sent.mark` beside the SQLite file, else a file in `var/` named after the URL."""

    @field_validator("url")
    @classmethod
    def _beside_the_program(cls, url: str) -> str:
        """A relative SQLite file lies beside the program, wherever one stands.

        Raises:
            ValueError: it is neither database; what it is stays unsaid, it may hold a password.
        """
        path = url.removeprefix("sqlite:///")
        if path == url:
            return _known(url)
        if not path or Path(path).is_absolute():
            return url
        return f"sqlite:///{ROOT / path}"


def _known(url: str) -> str:
    if url != "sqlite://" and not _POSTGRESQL.fullmatch(url):
        raise ValueError(
            "viết dạng sqlite:///var/motcua.db hoặc postgresql://tên:mật_khẩu@máy:cổng/tên_csdl"
        )
    return url
