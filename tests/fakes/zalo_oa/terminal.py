"""An administrator at a terminal: `motcua zalo`, and the consent page of the strict account."""

import subprocess
from urllib.parse import parse_qs, urlsplit

from tests.fakes.product import CODE, Program
from tests.fakes.warm import Process
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.server import ZaloOaServer


class Terminal:
    """Commands of `motcua zalo` with the settings of a program."""

    def __init__(self, program: Program) -> None:
        self._env = program._env

    def begin(self, *command: str) -> Process:
        """Start one; it waits for what is typed."""
        return Process(
            ("-u", "-c", CODE, "zalo", *command),
            self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def run(self, *command: str, typed: str = "") -> tuple[int, str]:
        """Its exit code, and what it said."""
        process = self.begin(*command)
        said, _ = process.communicate(typed, timeout=60)
        return process.wait(), said

    def logs_in(self, zalo: ZaloOaServer) -> tuple[int, str]:
        """Walk through `login` by consent."""
        process = self.begin("login")
        said, _ = process.communicate(consented(process, zalo) + "\n", timeout=60)
        return process.wait(), said


def link_of(process: Process) -> str:
    """The consent link it prints."""
    assert process.stdout is not None
    for line in process.stdout:
        if "http" in line:
            return line.strip()
    raise AssertionError("no link was printed")


def consented(process: Process, zalo: ZaloOaServer, fixed: str = "", **changed: str) -> str:
    """The address the browser ends at once the administrator has agreed.

    With `fixed`, the console holds to a code challenge of its own, whatever the link says.
    """
    asked = {k: v[0] for k, v in parse_qs(urlsplit(link_of(process)).query).items()}
    assert asked["app_id"] == rules.APP_ID
    assert asked["redirect_uri"] == rules.REDIRECT
    code = zalo.do(lambda: zalo.account.consent(fixed or asked["code_challenge"]))
    told = {"oa_id": rules.OA_ID, "code": code, "state": asked["state"], **changed}
    return rules.REDIRECT + "?" + "&".join(f"{name}={value}" for name, value in told.items())
