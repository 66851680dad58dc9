"""The files of a backup beside those that are there: none is taken away, so a kill harms nothing.

A file is named by its content; what the restored database does not name the daily sweep removes.
"""

import hashlib
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

from bot.backup.archive import Reading, flush_folder
from bot.backup.manifest import FILES
from handlers.store.files import WARD


def put_files(archive: Reading, folder: Path, wanted: Callable[[str], bool]) -> int:
    """Write those that are wanted, and the ward's own; how many there were.

    Raises:
        OSError: there is no room.
    """
    number = 0
    for name in archive.files():
        key = name.removeprefix(FILES)
        if wanted(key) or key.startswith(f"{WARD}/"):
            _put(archive, name, folder / key)
            number += 1
    _flush({folder / name.removeprefix(FILES) for name in archive.files()})
    return number


def _put(archive: Reading, name: str, target: Path) -> None:
    if _same(target, archive.manifest.members[name].sha256):
        return
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    unfinished = target.with_name(f"{secrets.token_hex(8)}.part")  # the sweep knows such names
    try:
        archive.unpack(name, unfinished)
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def _same(target: Path, sha256: str) -> bool:
    try:
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256
    except FileNotFoundError:
        return False


def _flush(paths: Iterable[Path]) -> None:
    for one in {path.parent for path in paths}:
        if one.is_dir():
            flush_folder(one)
