"""The description is the routes, and the routes keep what it says: tried with schemathesis."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import ignored_auth
from starlette.routing import Route

from bot.channels.bridge.contract import MESSAGE, OutboundMessage
from bot.channels.bridge.openapi import as_yaml, description
from bot.channels.bridge.webhook import Doors
from tests.bridge.conftest import copied
from tests.bridge.gateway import sign
from tests.bridge.product import SECRET, Bridged

DOCS: Final = Path(__file__).resolve().parents[2] / "docs" / "bridge.openapi.yaml"
Tried = Case[Any]
KINDS: Final = {"tin": "inbound", "bao-phat": "report"}
EXAMPLES: Final = 40
WHOLE: Final = re.compile(r"https?://[!-~]{1,1990}")
TRIED: Final = settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)


class Signed(requests.auth.AuthBase):
    """Signs whatever body is about to leave."""

    def __call__(self, call: requests.PreparedRequest) -> requests.PreparedRequest:
        body = call.body or b""
        raw = body.encode() if isinstance(body, str) else bytes(body)  # type: ignore[arg-type]
        stamp, kind = str(int(time.time())), KINDS[str(call.path_url).rpartition("/")[2]]
        call.headers["X-Motcua-Timestamp"] = stamp
        call.headers["X-Motcua-Signature"] = sign(SECRET, kind, stamp, raw)
        return call


@pytest.fixture(scope="module")
def ward(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bridged]:
    """One program for all that is tried."""
    with copied(prepared, tmp_path_factory.mktemp("tried")) as ward:
        yield ward
        assert ward.stop() == 0, ward.said()
        assert "Traceback" not in ward.said()


def operations(*, signed: bool = False) -> dict[str, Any]:
    """Each call of the contract, by its path's last word; `signed`: the headers are seen to."""
    told = description()
    if signed:
        del told["security"]
    schema = schemathesis.openapi.from_dict(told)
    found = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return {one.path.rpartition("/")[2]: one for one in found}


def test_the_committed_description_is_the_program_s_own() -> None:
    assert DOCS.read_text(encoding="utf-8") == as_yaml(), "run: motcua bridge openapi"
    assert yaml.safe_load(as_yaml()) == description()


def test_it_names_every_route_and_no_other() -> None:
    routes = [one for one in Doors().routes().routes if isinstance(one, Route)]
    posted = {one.path for one in routes if one.methods and "POST" in one.methods}
    assert set(description()["paths"]) == posted
    assert {one.path for one in routes} == posted


def test_outbound_messages_are_as_described() -> None:
    schema = description()["components"]["schemas"]["OutboundMessage"]
    message = OutboundMessage(
        id="1-1-1-00000000", to="a", text="b", part=1, parts=1, push=False
    ).model_dump(exclude_none=True)
    assert set(schema["required"]) <= set(message)
    assert set(message) <= set(schema["properties"])
    assert schema["properties"]["id"]["pattern"] == MESSAGE


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", KINDS)
def test_signed_calls_are_answered_as_described(
    ward: Bridged, name: str, mode: GenerationMode
) -> None:
    statuses: list[int] = []

    operation = operations(signed=True)[name]

    @TRIED
    @given(case=operation.as_strategy(mode, path_parameters={"gateway": "sms"}))
    def tried(case: Tried) -> None:
        _from_the_gateway(case, ward.gateway.url)
        answer = case.call(base_url=ward.url, auth=Signed(), timeout=30)
        case.validate_response(answer, excluded_checks=[ignored_auth])
        statuses.append(answer.status_code)

    tried()
    assert len(statuses) >= EXAMPLES // 2
    if mode is GenerationMode.POSITIVE:
        assert set(statuses) <= ({200, 202} if name == "tin" else {404})
    else:
        assert set(statuses) <= {400, 413, 422}


@pytest.mark.parametrize("name", KINDS)
def test_unsigned_calls_are_never_taken_whatever_they_hold(ward: Bridged, name: str) -> None:
    @TRIED
    @given(case=operations()[name].as_strategy(path_parameters={"gateway": "sms"}))
    def tried(case: Tried) -> None:
        answer = case.call(base_url=ward.url, timeout=30)
        case.validate_response(answer)
        assert answer.status_code == 401

    tried()


def test_names_nobody_has_are_told_so(ward: Bridged) -> None:
    @TRIED
    @given(case=operations()["tin"].as_strategy())
    def tried(case: Tried) -> None:
        if case.path_parameters["gateway"] != "sms":
            answer = case.call(base_url=ward.url, auth=Signed(), timeout=30)
            case.validate_response(answer, excluded_checks=[ignored_auth])
            assert answer.status_code == 404

    tried()


def _from_the_gateway(case: Tried, url: str) -> None:
    """Files are fetched: from the example gateway, not from an address somebody may own.

    An address that is none stays, to be refused: it may be all that is wrong with the call.
    """
    files = case.body.get("files") if isinstance(case.body, dict) else None
    for one in files if isinstance(files, list) else ():
        if isinstance(one, dict) and WHOLE.fullmatch(str(one.get("url"))):
            one["url"] = f"{url}/_/"
