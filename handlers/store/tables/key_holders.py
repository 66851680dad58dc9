"""The ward's key to reporters' names, and who can open it. No private key lies here in clear."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from handlers.store.tables.keeping import keep
from knowledge.rows import Row


class WardKeyRow(Row, table=True):
    """The open half of a commune's key; reporters' names are sealed to it."""

    __tablename__ = "ward_key"
    __table_args__ = ({"info": keep("as long as names are sealed to it; no personal data")},)

    commune: str = Field(primary_key=True, foreign_key="commune.key")
    generation: int
    """Moves with every rotation."""
    public: str
    """Hexadecimal."""
    made_at: datetime
    rotate_since: datetime | None = None
    """When a holder went: somebody outside may still know the key."""


class KeyHolderRow(Row, table=True):
    """Who can open the ward's key: an officer, or the sealed envelope in the office's safe."""

    __tablename__ = "key_holder"
    __table_args__ = (
        UniqueConstraint("commune", "officer", name="uq_key_holder_commune_officer"),
        {"info": keep("while the officer holds the key")},
    )

    id: int | None = Field(default=None, primary_key=True)
    commune: str = Field(foreign_key="commune.key")
    officer: int | None = Field(default=None, foreign_key="officer.id")
    """Null: the envelope."""
    public: str
    """The holder's own open key, hexadecimal."""
    wrapped: str
    """Their private key under their passphrase, with scrypt's parameters."""
    share: str | None = None
    """The ward's private key, sealed to the holder's open key; null: waits to be let in."""
    proof: str | None = None
    """By who let them in, with the ward's key: this open key is theirs."""
    created_at: datetime
    admitted_at: datetime | None = None
    failures: int = 0
    """Wrong passphrases since the last right one."""
    locked_until: datetime | None = None
