"""Settings of the register: which software it is read from, and how its columns are called."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from knowledge.dossiers.explaining import SupplementPolicy
from knowledge.dossiers.mapping import mapping_of
from knowledge.dossiers.modes import RegisterMode


class RegistrySettings(BaseModel):
    """Where the one-stop software's register is read from, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: RegisterMode = RegisterMode.MIRROR
    """`mirror`: the software sets every status; `desk`: there is none, our own desk does."""
    source: Annotated[str, StringConstraints(pattern=r"^(none|folder|feed)$")] = "none"
    folder: str = ""
    """A folder the software, or an officer, puts exports into."""
    feed_url: str = ""
    feed_token: SecretStr = SecretStr("")
    every_minutes: int = Field(default=5, ge=1, le=1440)
    complete: bool = False
    """Whether an export holds every open dossier, so that a missing one is told."""
    columns: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Column to its headings, where the shipped guesses do not fit."""
    statuses: dict[str, str] = Field(default_factory=dict)
    """The software's word or code to a status of ours."""

    supplement: dict[str, SupplementPolicy] = Field(default_factory=dict)
    """Procedure code to `restart` or `pause`, where the rule of thumb does not hold (D-11)."""

    @model_validator(mode="after")
    def _readable(self) -> Self:
        mapping_of(self.columns, self.statuses)
        if self.source == "folder" and not self.folder:
            raise ValueError("source: folder cần folder: đường dẫn thư mục")
        if self.source == "feed" and not is_safe_url(self.feed_url):
            raise ValueError("source: feed cần feed_url: https://… (http chỉ trong máy này)")
        return self


def is_safe_url(url: str) -> bool:
    """Whether a token may be sent there: https, or plain http on this machine."""
    parts = urlsplit(url)
    loopback = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    return bool(parts.hostname) and (
        parts.scheme == "https" or (parts.scheme == "http" and loopback)
    )
