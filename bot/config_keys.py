"""Where the keys lie that must not be in the database they protect."""

from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

ROOT: Final = Path(__file__).resolve().parent.parent
"""The program's own folder."""


class KeySettings(BaseModel):
    """Files of keys, outside the database. They are made at first use and belong in the backup."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    factor_file: str = ""
    """Key of the hashed second factors; empty: `factor.key` beside the SQLite file, else `var/`."""

    link_file: str = ""
    """Seals links to files; empty: `link.key` beside the SQLite file, else `var/`."""

    vault_file: str = ""
    """Seals who reported something; empty: `vault.key` beside the SQLite file, else `var/`."""

    zalo_file: str = ""
    """Seals Zalo's tokens; empty: `zalo.key` beside the SQLite file, else `var/`."""

    def factor_path(self, database_url: str) -> Path:
        """Where the key of the second factors is."""
        return _beside(self.factor_file, database_url, "factor.key")

    def link_path(self, database_url: str) -> Path:
        """Where the key of the links is."""
        return _beside(self.link_file, database_url, "link.key")

    def vault_path(self, database_url: str) -> Path:
        """Where the key of the vault is."""
        return _beside(self.vault_file, database_url, "vault.key")

    def zalo_path(self, database_url: str) -> Path:
        """Where the key of Zalo's tokens is."""
        return _beside(self.zalo_file, database_url, "zalo.key")


def _beside(given: str, database_url: str, name: str) -> Path:
    if given:
        return ROOT / given
    file = database_url.removeprefix("sqlite:///")
    folder = Path(file).parent if file != database_url and file else ROOT / "var"
    return folder / name
