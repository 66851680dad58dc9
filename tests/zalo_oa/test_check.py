"""`motcua zalo check`: a captured event against the stored key."""

from pathlib import Path

import pytest

from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.events import sign
from tests.fakes.zalo_oa.product import product
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.fakes.zalo_oa.terminal import Terminal

EVENT = f'{{"app_id":"{rules.APP_ID}","event_name":"x","timestamp":"1790000000747"}}'.encode()
STAMP = "1790000000747"


@pytest.mark.parametrize(
    ("signature", "code", "words"),
    [
        (sign(EVENT, STAMP), 0, "khóa đúng"),
        (sign(EVENT, STAMP, key=rules.APP_SECRET), 1, "app secret"),
        (sign(EVENT, STAMP, app_id=rules.OA_ID), 1, "mã OA thay cho mã ứng dụng"),
        ("mac=00", 1, "Sai chữ ký"),
    ],
)
def test_the_right_key_is_named(
    folder: Path, zalo: ZaloOaServer, signature: str, code: int, words: str
) -> None:
    (folder / "event").write_bytes(EVENT)

    ended, said = Terminal(product(folder, zalo)).run(
        "check", str(folder / "event"), "--signature", signature
    )

    assert (ended, words in said) == (code, True), said
