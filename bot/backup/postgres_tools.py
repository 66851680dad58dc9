"""PostgreSQL's own programs; a password goes by a file, never where others see it."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from bot.backup.errors import BackupError
from bot.database import for_programs
from handlers.errors import StorageFullError, StorageLostError

NO_TOOL: Final = "Cần chương trình {} của PostgreSQL trên máy này: cài gói postgresql-client."
OLDER: Final = "{} cũ hơn máy chủ PostgreSQL: cài postgresql-client cùng phiên bản với máy chủ."


def connection(url: str, workshop: Path) -> str:
    """What the programs connect with; the password lies in a file of the workshop."""
    file = workshop / "pass"
    told, password = for_programs(url, file)
    if password:
        word = password.replace("\\", "\\\\").replace(":", "\\:")
        file.touch(mode=0o600)
        file.write_text(f"*:*:*:*:{word}\n", encoding="utf-8")
    return told


def run(program: str, *arguments: str) -> None:
    """Run one, and wait.

    Raises:
        BackupError: it is not there, or says that it failed.
        StorageError: the disk is full, or the server is away.
    """
    found = shutil.which(program)
    if found is None:
        raise BackupError(NO_TOOL.format(program))
    done = subprocess.run(  # noqa: S603 - our own words and the settings' URL
        [found, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode != 0:
        raise _failed(program, done.stderr.decode(errors="replace").splitlines())


def _failed(program: str, said: Sequence[str]) -> Exception:
    whole = "\n".join(said).lower()
    if "no space left" in whole or "disk full" in whole:
        return StorageFullError()
    if "server version mismatch" in whole:
        return BackupError(OLDER.format(program))
    if "connection to server" in whole or "could not connect" in whole:
        return StorageLostError()
    told = " / ".join(line.strip() for line in said if line.strip())[:500]
    return BackupError(f"{program} không xong: {told}")
