"""Processes of the program that begin with its modules loaded: that is most of a start.

    python -m tests.fakes.warm SOCKET

loads them once and waits; each process is a fork of it, in which Python runs what it is told, with
arguments, variables and files of its own, as if newly started. Imports of a cold start are proved
where a start itself is tested.
"""

import atexit
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import types
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import IO, Self

ROOT = Path(__file__).resolve().parents[2]
LOADED = ("knowledge", "handlers", "scheduler", "bot")
MORE = ("uvicorn", "uvloop", "tests.fakes.readers")
MOST = 1 << 20
"""Bytes of what a process is told."""
TOLD = 4
"""Files that come with it: standard input, output, error, and where its end is told."""


class Process:
    """One process; what `subprocess.Popen` offers, as far as tests ask for it."""

    def __init__(
        self,
        arguments: Sequence[str],
        env: Mapping[str, str] | None = None,
        *,
        stdin: int = subprocess.DEVNULL,
        stdout: int | None = None,
        stderr: int | None = None,
    ) -> None:
        """`arguments` are Python's; a file is a number, None for ours, or as `Popen` names it."""
        self.returncode: int | None = None
        self.stdin: IO[str] | None = None
        self.stdout: IO[str] | None = None
        variables = dict(os.environ if env is None else env)  # noqa: TID251 - of another process
        told = json.dumps({"arguments": list(arguments), "env": variables}).encode()
        self._ends, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ExitStack() as stack:
            stack.enter_context(theirs)
            read = stack.enter_context(self._reading(stdin))
            said = stack.enter_context(self._writing(stdout, 1))
            one = stderr == subprocess.STDOUT
            wrong = said if one else stack.enter_context(self._writing(stderr, 2))
            socket.send_fds(_loaded(), [told], [read, said, wrong, theirs.fileno()])
        self.pid = self._said(None)

    @contextmanager
    def _reading(self, given: int) -> Iterator[int]:
        """What it reads from."""
        if given == subprocess.PIPE:
            theirs, ours = os.pipe()
            self.stdin = os.fdopen(ours, "w")
            yield theirs
            os.close(theirs)
        else:
            with _file(given, 0) as number:
                yield number

    @contextmanager
    def _writing(self, given: int | None, own: int) -> Iterator[int]:
        """What it writes to."""
        if given == subprocess.PIPE:
            ours, theirs = os.pipe()
            self.stdout = os.fdopen(ours)
            yield theirs
            os.close(theirs)
        else:
            with _file(given, own) as number:
                yield number

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in (self.stdin, self.stdout):
            if file is not None:
                with suppress(BrokenPipeError):
                    file.close()
        self.wait()

    def communicate(self, typed: str = "", timeout: float | None = None) -> tuple[str, str]:
        """Type, read until its output ends, and wait."""
        if self.stdin is not None:
            with suppress(BrokenPipeError), self.stdin:
                self.stdin.write(typed)
        said = "" if self.stdout is None else self.stdout.read()
        if self.stdout is not None:
            self.stdout.close()
        self.wait(timeout)
        return said, ""

    def poll(self) -> int | None:
        """Its exit status; None while it runs."""
        with suppress(subprocess.TimeoutExpired):
            self.wait(0.0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, negative for a signal."""
        if self.returncode is None:
            self.returncode = self._said(timeout)
            self._ends.close()
        return self.returncode

    def send_signal(self, sign: int) -> None:
        """Nothing happens when it has ended."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, sign)

    def kill(self) -> None:
        """SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """SIGTERM."""
        self.send_signal(signal.SIGTERM)

    def _said(self, timeout: float | None) -> int:
        self._ends.settimeout(timeout)
        try:
            said = self._ends.recv(32)
        except (TimeoutError, BlockingIOError):
            raise subprocess.TimeoutExpired("python", timeout or 0.0) from None
        assert said, "the loaded program is gone"
        return int(said)


def run(
    arguments: Sequence[str],
    env: Mapping[str, str] | None = None,
    *,
    typed: str = "",
    timeout: float | None = None,
) -> "subprocess.CompletedProcess[str]":
    """Run one to its end; what it said, and its exit status."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as read,
        tempfile.TemporaryFile("w+", encoding="utf-8") as said,
        tempfile.TemporaryFile("w+", encoding="utf-8") as wrong,
    ):
        read.write(typed)
        read.seek(0)
        files = {"stdin": read.fileno(), "stdout": said.fileno(), "stderr": wrong.fileno()}
        process = Process(arguments, env, **files)
        try:
            status = process.wait(timeout)
        except subprocess.TimeoutExpired:
            process.kill()
            raise
        said.seek(0)
        wrong.seek(0)
        return subprocess.CompletedProcess([*arguments], status, said.read(), wrong.read())


@contextmanager
def _file(given: int | None, own: int) -> Iterator[int]:
    if given != subprocess.DEVNULL:
        yield own if given is None else given
        return
    with open(os.devnull, "r+b", buffering=0) as nothing:  # noqa: PTH123 - a number is wanted
        yield nothing.fileno()


@cache
def _loaded() -> socket.socket:
    """The process that all others are forks of; it ends when we do."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.warm", str(theirs.fileno())],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"]},  # noqa: TID251 - of the process under test
            stdin=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
        )
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours


def main() -> None:
    """Load the program, and be forked as often as one is asked for."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for root in LOADED:
        package = importlib.import_module(root)
        for found in pkgutil.walk_packages(package.__path__, f"{root}."):
            if not found.name.endswith("__main__") and ".migrations" not in found.name:
                importlib.import_module(found.name)
    for more in MORE:
        importlib.import_module(more)
    gc.collect()
    gc.freeze()
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        told = _forked(asked)
    if told is not None:
        _live(**json.loads(told))


def _forked(asked: socket.socket) -> bytes | None:
    """Serve until nobody can ask; in each process: what it is told to be."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for keepers
    while True:
        told, files, _, _ = socket.recv_fds(asked, MOST, TOLD)
        if not told:
            return None
        if os.fork() == 0 and _is_kept(files):
            return told
        for one in files:
            os.close(one)


def _is_kept(files: list[int]) -> bool:
    """Fork: true in the process itself. Its keeper tells its number and its end, and goes."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    *standard, end = files
    number = os.fork()
    if number == 0:
        for place, one in enumerate(standard):
            os.dup2(one, place)
        for one in files:
            os.close(one)
        return True
    for one in standard:
        os.close(one)
    os.write(end, str(number).encode())
    _, status = os.waitpid(number, 0)
    with suppress(OSError):
        os.write(end, str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _live(arguments: list[str], env: dict[str, str]) -> None:
    """Be a Python that was started so."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()  # noqa: TID251 - of the process under test
    os.environ.update(env)  # noqa: TID251
    if arguments[0] == "-u":
        sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr]
        arguments = arguments[1:]
    kind, what, *rest = arguments
    sys.argv = [what if kind == "-m" else kind, *rest]
    if kind == "-m":
        runpy.run_module(what, run_name="__main__", alter_sys=True)
        return
    assert kind == "-c", kind
    made = sys.modules["__main__"] = types.ModuleType("__main__")
    exec(compile(what, "<string>", "exec"), made.__dict__)  # noqa: S102 - what a test says


if __name__ == "__main__":
    main()
