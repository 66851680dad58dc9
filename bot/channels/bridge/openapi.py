"""The contract as an OpenAPI 3.1 description, made from the types and the routes themselves.

`docs/bridge.openapi.yaml` is what `motcua bridge openapi` prints; a test holds the two together.
"""

from typing import Any, Final

import yaml
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.channels.bridge.contract import (
    DeliveryReport,
    InboundEvent,
    OutboundAnswer,
    OutboundMessage,
    Problem,
    Taken,
)
from bot.channels.bridge.signature import SIGNATURE, TIMESTAMP
from bot.channels.bridge.webhook import INBOUND, REPORT, SAYS

Json = dict[str, Any]
MODELS: Final[tuple[type[BaseModel], ...]] = (
    InboundEvent,
    DeliveryReport,
    OutboundMessage,
    OutboundAnswer,
    Taken,
    Problem,
)
_REF: Final = "#/components/schemas/{model}"
_REFUSED: Final = {
    400: ("unreadable", "cut"),
    401: ("unsigned", "forged", "old", "ahead"),
    404: ("unknown_gateway",),
    405: ("method",),
    413: ("too_large",),
    422: ("invalid",),
    503: ("not_stored",),
}
_INTRO: Final = (
    "How a province's own gateway, SMS included, becomes a channel of motcua. Every call carries "
    f"{TIMESTAMP} (seconds since 1970, at most five minutes from the other side's clock) and "
    f"{SIGNATURE} (v1=hex of HMAC-SHA256 with the shared secret over v1:kind:timestamp: and the "
    "raw body; kind is inbound, report or outbound). docs/bridge.md explains it with test vectors."
)


def description() -> Json:
    """The whole description."""
    pairs = [(one, "validation") for one in MODELS]
    _, schemas = models_json_schema(pairs, ref_template=_REF)  # type: ignore[arg-type]
    return {
        "openapi": "3.1.0",
        "info": {"title": "motcua bridge", "version": "1", "description": _INTRO},
        "security": [{"signature": [], "timestamp": []}],
        "paths": {INBOUND: {"post": _inbound()}, REPORT: {"post": _report()}},
        "webhooks": {"outbound": {"post": _outbound()}},
        "components": {"schemas": schemas["$defs"], "securitySchemes": _security()},
    }


def as_yaml() -> str:
    """The same as it stands in the documents."""
    return yaml.safe_dump(description(), sort_keys=False, allow_unicode=True, width=100)


def _inbound() -> Json:
    return {
        "operationId": "inbound",
        "summary": "Bring in what a person did; brought again, it changes nothing",
        "parameters": [_gateway()],
        "requestBody": _body(InboundEvent),
        "responses": {
            "202": _answer("`stored`: it will be answered", Taken),
            "200": _answer("`duplicate` or `ignored`", Taken),
            **_refusals(),
        },
    }


def _report() -> Json:
    refused = {**_REFUSED, 404: (*_REFUSED[404], "unknown_message")}
    return {
        "operationId": "report",
        "summary": "Tell what became of an outbound message",
        "parameters": [_gateway()],
        "requestBody": _body(DeliveryReport),
        "responses": {"200": _answer("`noted`", Taken), **_refusals(refused)},
    }


def _outbound() -> Json:
    return {
        "operationId": "outbound",
        "summary": "One message to one person; answer within 15 seconds",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "The message's id, the same at every try.",
                "schema": {"type": "string"},
            }
        ],
        "requestBody": _body(OutboundMessage),
        "responses": {
            "2XX": _answer("Taken; any other body leaves the message in doubt", OutboundAnswer),
            "401": _answer(
                "The signature does not fit: the gateway rests, people are told", Problem
            ),
            "422": _answer(
                "`unreachable`, `withheld`, or a word for what is wrong with the message", Problem
            ),
            "429": {**_answer("Too fast: nothing was taken", Problem), "headers": _retry()},
            "503": {**_answer("With Retry-After: nothing was taken", Problem), "headers": _retry()},
            "5XX": {"description": "In doubt: repeated only where keys are honoured"},
        },
    }


def _gateway() -> Json:
    return {
        "name": "gateway",
        "in": "path",
        "required": True,
        "description": "The gateway's name in the settings.",
        "schema": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 32},
    }


def _body(model: type[BaseModel]) -> Json:
    return {"required": True, "content": _json(model)}


def _answer(text: str, model: type[BaseModel]) -> Json:
    return {"description": text, "content": _json(model)}


def _json(model: type[BaseModel]) -> Json:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}


def _refusals(refused: dict[int, tuple[str, ...]] = _REFUSED) -> Json:
    found = {}
    for status, codes in refused.items():
        said = "; ".join(f"`{code}`: {SAYS[code]}" for code in codes)
        found[str(status)] = _answer(said, Problem)
        if status == 503:
            found[str(status)]["headers"] = _retry()
    return found


def _retry() -> Json:
    return {"Retry-After": {"description": "Seconds.", "schema": {"type": "integer"}}}


def _security() -> Json:
    return {
        "signature": {"type": "apiKey", "in": "header", "name": SIGNATURE},
        "timestamp": {"type": "apiKey", "in": "header", "name": TIMESTAMP},
    }
