"""The program as a process of its own, on a ward of the test."""

import os
import signal
import subprocess

from tests.bot.backup.ward import Ward
from tests.fakes import warm
from tests.fakes.product import CODE, LIVE


def runs(ward: Ward, *command: str) -> "subprocess.CompletedProcess[str]":
    """A command of the program."""
    return python(ward, "-c", CODE, *command)


def killed(ward: Ward, where: str, *command: str) -> None:
    """A command of the program that dies by SIGKILL when it comes to a function."""
    module = where.rpartition(".")[0]
    code = (
        f"import os, signal, sys, {module}\n"
        f"{where} = lambda *a, **k: os.kill(os.getpid(), signal.SIGKILL)\n"
        "from bot.cli import main; main()"
    )
    done = python(ward, "-c", code, *command)
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr


def python(ward: Ward, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Python with the variables of the ward."""
    return warm.run(arguments, environment(ward))


def environment(ward: Ward) -> dict[str, str]:
    """The variables that give a process this ward."""
    settings = ward.settings
    keys = {f"MOTCUA_KEYS__{name}".upper(): one for name, one in settings.keys if one}
    return {
        "PATH": os.environ["PATH"],  # noqa: TID251 - of the process under test
        "MOTCUA_CONFIG": str(LIVE),
        "MOTCUA_DATABASE__URL": ward.url,
        "MOTCUA_DATABASE__MARK_FILE": settings.database.mark_file,
        "MOTCUA_FILES__FOLDER": settings.files.folder,
        **keys,
    }
