"""Keys that stand beside the database, never in it: a copied database alone gives nothing away."""

import os
import secrets
from pathlib import Path
from typing import Final

from handlers.errors import MotcuaError

LENGTH: Final = 32


class KeyFileError(MotcuaError):
    """Tệp khóa không đọc được hoặc không đúng; hãy lấy lại từ bản sao lưu."""


def read_or_make(path: Path) -> bytes:
    """The key in `path`, made at first use, for its owner's eyes only.

    Raises:
        KeyFileError: it cannot be read, written, or is no key.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make(path)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise KeyFileError(f"{path.name}: {KeyFileError.__doc__}") from error
    if len(key) != LENGTH:
        raise KeyFileError(f"{path.name}: {KeyFileError.__doc__}")
    return key


def _make(path: Path) -> None:
    """Written whole under another name, then linked: a second process finds all of it or none."""
    if path.exists():
        return
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_hex(LENGTH) + "\n")
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first; its key counts
    finally:
        draft.unlink()
