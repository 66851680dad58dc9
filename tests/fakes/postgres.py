"""A PostgreSQL cluster of our own, made from the machine's binaries, gone after the tests."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

import psycopg

from tests.fakes.small_disk import SmallDisk

PREFIX = "motcua-pg-"


class NoPostgresError(Exception):
    """The machine has no PostgreSQL we could start."""


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path is None:
        raise NoPostgresError("no PostgreSQL binaries on this machine")
    return Path(on_path).resolve().parent


def _user() -> str | None:
    """PostgreSQL refuses to run as root: then its own user must."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        raise NoPostgresError("running as root and there is no postgres user") from None


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Cluster:
    """One running server that listens on a socket in its own folder, nowhere else."""

    def __init__(self, *, durable: bool = False, disk: SmallDisk | None = None) -> None:
        """`durable`: what was committed outlives a sudden end, as it does at a ward.

        On a `disk` of its own its data fill it; its log stands elsewhere, as on a careful server.
        """
        self._lasting = "on" if durable else "off"
        self._bin = _binaries()
        self._as = _user() if disk is None else None
        self._disk = disk
        # A short path of its own: a socket's path may have 107 characters.
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        if self._as is not None:
            shutil.chown(self.folder, self._as)
        self._number = 0

    def start(self) -> None:
        """Make the cluster and wait until it answers."""
        self._remove_orphans()
        log = () if self._disk is None else ("--waldir", str(self.folder / "wal"))
        whole = ("-U", "motcua", "-A", "trust", "-E", "UTF8", "--no-locale", *log)
        self._run("initdb", "-D", str(self.data), *whole)
        self._begin()

    @property
    def log(self) -> Path:
        """What the server wrote for people."""
        return self.folder / "log"

    @property
    def write_ahead(self) -> Path:
        """The folder of what it wrote before doing it."""
        return self.data / "pg_wal"

    @property
    def data(self) -> Path:
        """Where its data stand."""
        return (self._disk or self).folder / "data"

    def halt(self) -> None:
        """The server goes away at once, as in a power cut; its data stay."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")

    def resume(self) -> None:
        """It comes back, and answers."""
        self._begin()

    def _begin(self) -> None:
        data = str(self.data)
        options = (
            f"-c listen_addresses='' -c unix_socket_directories={self.folder} "
            f"-c synchronous_commit={self._lasting} -c fsync=off -c max_connections=100"
        )
        log = str(self.log)
        self._run("pg_ctl", "-D", data, "-l", log, "-w", "-t", "60", "-o", options, "start")

    def stop(self) -> None:
        """Stop the server and remove everything."""
        if self._disk is not None:
            with suppress(NoPostgresError):
                self.halt()
        self._remove(self.folder)

    def _remove_orphans(self) -> None:
        """A test run that was killed leaves its server behind: the next run ends it."""
        for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*-*"):
            owner = folder.name.removeprefix(PREFIX).split("-")[0]
            if owner.isdecimal() and not _alive(int(owner)):
                self._remove(folder)

    def _remove(self, folder: Path) -> None:
        with suppress(NoPostgresError):
            self._run("pg_ctl", "-D", str(folder / "data"), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)

    def new_database(self) -> str:
        """The URL of a fresh, empty database."""
        self._number += 1
        name = f"ward_{self._number}"
        with psycopg.connect(
            host=str(self.folder), user="motcua", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"postgresql://motcua@/{name}?host={self.folder}"

    def copy(self, url: str) -> str:
        """The URL of a copy, as a backup put back would be; nobody may be connected."""
        self._number += 1
        made, name = f"ward_{self._number}", url.split("/")[3].partition("?")[0]
        with psycopg.connect(
            host=str(self.folder), user="motcua", dbname="postgres", autocommit=True
        ) as connection:
            connection.execute(f"CREATE DATABASE {made} TEMPLATE {name}")
        return url.replace(f"/{name}?", f"/{made}?")

    @property
    def _way_in(self) -> tuple[str, ...]:
        """To the disk; there we are root, which PostgreSQL refuses: it is told another name."""
        if self._disk is None:
            return ()
        return *self._disk.way_in, "unshare", "--map-user=1000", "--map-group=1000", "--"

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self._way_in, str(self._bin / program), *arguments]
        environment = {"PATH": f"{self._bin}:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        try:
            subprocess.run(
                command,
                check=True,
                user=self._as,
                cwd=self.folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=120,
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise NoPostgresError(f"{program} failed: {error}") from error
