"""The officers' web console: one-time links, sessions, second factors. No token, only its hash."""

from datetime import datetime

from sqlmodel import Field

from handlers.store.tables.keeping import Rule, keep
from knowledge.rows import Row


class ConsoleLinkRow(Row, table=True):
    """A one-time code that opens the console for one officer."""

    __tablename__ = "console_link"
    __table_args__ = ({"info": keep("spent or out of date: 7 days", Rule("expires_at", 7))},)

    code_hash: str = Field(primary_key=True)
    """Keyed with a key that is not in the database."""
    commune: str = Field(foreign_key="commune.key")
    officer: int = Field(foreign_key="officer.id", index=True)
    created_at: datetime
    expires_at: datetime = Field(index=True)
    used_at: datetime | None = None


class ConsoleSessionRow(Row, table=True):
    """A browser in which an officer is signed in."""

    __tablename__ = "console_session"
    __table_args__ = ({"info": keep("over: 7 days", Rule("expires_at", 7))},)

    token_hash: str = Field(primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    officer: int = Field(foreign_key="officer.id", index=True)
    created_at: datetime
    seen_at: datetime
    expires_at: datetime = Field(index=True)
    """However busy it is."""
    second_at: datetime | None = None
    """When the second factor was shown."""
    ended_at: datetime | None = None


class SecondFactorRow(Row, table=True):
    """An officer's authenticator app; its secret is sealed with the vault's key."""

    __tablename__ = "second_factor"
    __table_args__ = ({"info": keep("until reset by the administrator or the officer leaves")},)

    officer: int = Field(primary_key=True, foreign_key="officer.id")
    sealed: str
    created_at: datetime
    confirmed_at: datetime | None = None
    """Null until the app has shown one right code."""
    last_step: int = 0
    """The last half minute a code was taken of: each code opens once."""
    failures: int = 0
    """Wrong codes since the last right one."""
    locked_until: datetime | None = None
