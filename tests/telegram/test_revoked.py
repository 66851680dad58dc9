"""A token is revoked while the whole program works: one line says so, everything else goes on."""

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.fakes.telegram.core import TOKEN
from tests.fakes.telegram.people import Person
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.telegram.server import StrictServer

SECRET = "between-this_test-and-itself"  # noqa: S105 - of the strict server
NEW = "700000001:one-nobody-gave-us_xyz"
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"
ANSWER = "Lệ phí"
"""Of the buttons under what the question is answered with."""
THEIRS = "https://other.example.vn/hook/with-their-secret"
PATIENT = 60.0
"""Seconds until something must have happened, on a machine that is busy."""


@pytest.fixture
def server() -> Iterator[StrictServer]:
    with StrictServer() as server:
        yield server


@pytest.fixture(params=["polling", "webhook"])
def product(request: pytest.FixtureRequest, server: StrictServer, tmp_path: Path) -> Product:
    found = Product(tmp_path, server.url)
    if request.param == "webhook":
        found._env["MOTCUA_TELEGRAM__WEBHOOK_URL"] = found.url
        found._env["MOTCUA_TELEGRAM__WEBHOOK_SECRET"] = SECRET
    return found


def standing(product: Product) -> object:
    """How the bot stands by `/readyz`, which must say that the program is ready."""
    with urllib.request.urlopen(f"{product.url}/readyz", timeout=20) as answer:
        told = json.load(answer)
    assert told["ready"] is True
    return told["parts"]["telegram"]


def answers_in_the_web_chat(product: Product) -> bool:
    with httpx.Client(base_url=product.url, follow_redirects=True, timeout=PATIENT) as browser:
        assert ANSWER not in browser.get("/").text
        sent = browser.post("/tro-chuyen", data={"text": QUESTION}, headers={"Origin": product.url})
        assert sent.status_code == 200
        wait_for(lambda: ANSWER in browser.get("/").text, PATIENT)
    return True


def refused(server: StrictServer) -> list[str]:
    """What was called with the token that is no more."""
    return [one.method for one in list(server.api.calls) if one.status == 401]


def told(product: Product, word: str) -> list[str]:
    return [line for line in product.said().splitlines() if word in line]


@pytest.mark.timeout(240)
def test_a_revoked_token_ends_telegram_alone(server: StrictServer, product: Product) -> None:
    with product:
        lan = server.do(lambda: Person(server.api))
        server.do(lambda: lan.says(QUESTION))
        wait_for(lambda: lan.hears, PATIENT)
        wait_for(lambda: standing(product) == "receiving", PATIENT)

        def revoke() -> None:
            lan.says("lệ phí bao nhiêu")  # its answer meets the refusal
            server.api.token = NEW

        server.do(revoke)
        wait_for(lambda: told(product, "token_refused"), PATIENT)
        wait_for(lambda: standing(product) == "token_refused", PATIENT)
        wait_for(lambda: "sendmessage" in refused(server), PATIENT)
        assert answers_in_the_web_chat(product)
        assert product.healthy()
        assert product.stop() == 0
    (line,) = told(product, "token_refused")
    assert "telegram.reception" in line
    assert "MOTCUA_TELEGRAM__TOKEN" in line
    assert told(product, "Traceback") == []
    assert len(lan.hears) == 1
    assert len(refused(server)) < 10  # nobody hammers a door that is shut
    for token in (TOKEN, NEW):
        assert token.partition(":")[2] not in product.said()


@pytest.mark.timeout(240)
def test_an_address_that_somebody_took_is_ours_again(server: StrictServer, tmp_path: Path) -> None:
    product = Product(tmp_path, server.url)
    product._env["MOTCUA_TELEGRAM__WEBHOOK_URL"] = product.url
    product._env["MOTCUA_TELEGRAM__WEBHOOK_SECRET"] = SECRET
    with product:
        lan = server.do(lambda: Person(server.api))
        wait_for(lambda: standing(product) == "receiving", PATIENT)
        ours = server.api.webhook["url"]
        server.do(lambda: server.api.webhook.update(url=THEIRS, secret="x"))  # noqa: S106
        wait_for(lambda: server.api.webhook.get("url") == ours, PATIENT)
        server.do(lambda: lan.says(QUESTION))
        wait_for(lambda: lan.hears, PATIENT)
        wait_for(lambda: standing(product) == "receiving", PATIENT)
        assert product.stop() == 0
    (line,) = told(product, "conflict")
    assert "other.example.vn" in line
    assert not re.search("with-their-secret", product.said())


@pytest.mark.timeout(240)
def test_updates_that_do_not_arrive_are_told_with_why(server: StrictServer, tmp_path: Path) -> None:
    product = Product(tmp_path, server.url)
    product._env["MOTCUA_TELEGRAM__WEBHOOK_URL"] = product.url
    product._env["MOTCUA_TELEGRAM__WEBHOOK_SECRET"] = SECRET
    with product:
        lan = server.do(lambda: Person(server.api))
        wait_for(lambda: standing(product) == "receiving", PATIENT)
        server.do(lambda: server.api.webhook.update(secret="of-another-deployment"))  # noqa: S106
        server.do(lambda: lan.says(QUESTION))
        wait_for(lambda: str(standing(product)).startswith("not_called: 1 waiting"), PATIENT)
        assert "403" in str(standing(product))
        server.do(lambda: server.api.webhook.update(secret=SECRET))
        wait_for(lambda: lan.hears, PATIENT)
        wait_for(lambda: standing(product) == "receiving", PATIENT)
        assert product.stop() == 0
    assert len(told(product, "not_called")) == 1
