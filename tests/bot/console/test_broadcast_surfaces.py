"""A broadcast in the console as the board, the loudspeaker, paper and telephones have it."""

import html
import re

import pytest

from handlers.check_codes import Seal
from tests.bot.console.test_broadcasts import OFFICER, drafted
from tests.fakes.console import ConsoleSite

TEXT = "Ngày 4/12/2026 lúc 7h30 thu 8.000đ/hộ tại số 12/4 đường Mẫu."
CODE = re.compile(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}")


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("led", "8.000đ"),
        ("loudspeaker", "tám nghìn đồng một hộ"),
        ("slip", "8.000đ/hộ"),
        ("sms", "8.000d/ho"),
    ],
)
def test_each_surface_is_linked_and_says_the_facts(site: ConsoleSite, kind: str, says: str) -> None:
    site.store.seal = Seal(lambda: bytes(32))
    lan = site.officer(OFFICER)
    path = drafted(lan, noi_dung=TEXT)
    assert f"{path}/ban-in?loai={kind}" in html.unescape(lan.get(path).text)
    shown = lan.get(f"{path}/ban-in?loai={kind}")
    assert shown.headers["content-type"].startswith("text/plain")
    assert says in shown.text.replace("\n", " ")
    assert bool(CODE.search(shown.text)) == (kind in ("slip", "sms"))  # nobody types from a board


def test_what_is_no_surface_or_no_broadcast_is_not_there(site: ConsoleSite) -> None:
    lan = site.officer(OFFICER)
    path = drafted(lan)
    assert lan.get(f"{path}/ban-in?loai=radio").status_code == 404
    assert lan.get("/can-bo/tin/99/ban-in?loai=led").status_code == 404
