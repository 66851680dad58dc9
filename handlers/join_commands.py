"""What a person does about their chats on several channels, as values."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class GiveJoinCode:
    """Keep the hash of a one-time code this chat made; earlier ones of it end."""

    code_hash: str
    use_by: datetime


@dataclass(frozen=True, slots=True)
class Join:
    """This chat and the one that made the code are one person's, as both agreed."""

    code_hash: str


@dataclass(frozen=True, slots=True)
class CodeShown:
    """The answer to this message holds a one-time code in words, of use until then."""

    code_hash: str
    use_by: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """This chat stands alone again."""


JoinCommand = GiveJoinCode | Join | Part
