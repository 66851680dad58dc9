"""What a backup says of itself: when, of what, how much, and what stays apart from it."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

from bot.backup.errors import ArchiveError
from bot.config import Settings, paths
from handlers.store.files import is_key

FORMAT: Final = 1
"""Grows when an older program could not put the backup back."""
NAME: Final = "manifest.json"
SQLITE, POSTGRESQL = "database.sqlite", "database.dump"
FILES: Final = "files/"
_DATABASES: Final = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


@dataclass(frozen=True, slots=True)
class Member:
    """One part of a backup."""

    size: int
    """Bytes, unpacked."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last member of a backup."""

    made_at: datetime
    dialect: str
    """`sqlite` or `postgresql`."""
    revision: str
    """Number of the last migration of the copy."""
    program: str
    communes: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    """Rows of the tables an officer can compare with what they know."""
    settings: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of the settings' files, by name."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Fingerprints of the keys that must be kept apart, by the file's name."""
    members: Mapping[str, Member] = field(default_factory=dict)
    installation: str = ""
    """Which database it is, as the guard knows it; empty before its first start."""
    lost_files: int = 0
    """Files the database names whose bytes were gone."""

    @property
    def database(self) -> str:
        """Name of the member that is the database."""
        return database_of(self.dialect)

    def to_json(self) -> bytes:
        """As it is stored."""
        known = {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}
        return json.dumps(known, ensure_ascii=False, indent=1, sort_keys=True).encode()


def database_of(dialect: str) -> str:
    """Name of the database's member.

    Raises:
        ArchiveError: no such database.
    """
    try:
        return _DATABASES[dialect]
    except KeyError:
        raise ArchiveError from None


def parsed(text: bytes) -> Manifest:
    """A manifest as stored.

    Raises:
        ArchiveError: it is none, of a later program, or names what no backup holds.
    """
    try:
        known: dict[str, Any] = json.loads(text)
        found = int(known.pop("format"))
        if found > FORMAT:
            raise ArchiveError("Bản sao lưu do motcua mới hơn làm: hãy dùng bản motcua mới hơn.")
        members = {name: Member(**one) for name, one in known.pop("members").items()}
        made = datetime.fromisoformat(known.pop("made_at"))
        communes = tuple(known.pop("communes"))
        manifest = Manifest(made_at=made, communes=communes, members=members, **known)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ArchiveError from None
    strange = [one for one in members if one != manifest.database and not is_file(one)]
    if strange or manifest.database not in members or made.tzinfo is None:
        raise ArchiveError
    return manifest


def is_file(member: str) -> bool:
    """Whether a member is a stored file: nothing else of a backup ever becomes a path."""
    return member.startswith(FILES) and is_key(member.removeprefix(FILES))


def program_version() -> str:
    """Of the program that runs."""
    try:
        return version("motcua")
    except PackageNotFoundError:
        return ""


def settings_fingerprints(settings: Settings) -> dict[str, str]:
    """Of the main settings' file and of further communes' files."""
    main = paths().config
    files = [main, *(main.parent / one for one in settings.communes.files)]
    return {one.name: _fingerprint(one, b"settings") for one in files if one.is_file()}


def key_files(settings: Settings) -> list[Path]:
    """The keys a restored database needs beside it."""
    url, keys = settings.database.url, settings.keys
    return [keys.vault_path(url), keys.factor_path(url), keys.zalo_path(url), keys.link_path(url)]


def key_fingerprints(settings: Settings) -> dict[str, str]:
    """Of those that are there. A key is 32 random bytes: its fingerprint gives nothing away."""
    there = [one for one in key_files(settings) if one.is_file()]
    return {one.name: _fingerprint(one, b"key") for one in there}


def _fingerprint(file: Path, kind: bytes) -> str:
    return hashlib.sha256(b"motcua " + kind + b"\n" + file.read_bytes().strip()).hexdigest()[:16]
