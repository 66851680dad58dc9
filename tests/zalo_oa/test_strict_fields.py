"""The strict account takes documented fields and buttons only."""

import pytest

from tests.zalo_oa.test_strict_account import CS, LAN, TEMPLATE, Caller
from tests.zalo_oa.test_strict_account import caller as a_caller

caller = a_caller


@pytest.mark.parametrize(
    "changed",
    [
        {"extra": 1},
        {"recipient": {"user_id": LAN, "phone": "84"}},
        {"message": {"text": "x", "parse_mode": "html"}},
    ],
)
def test_a_field_nobody_documents_is_a_mistake(caller: Caller, changed: dict[str, object]) -> None:
    body = {"recipient": {"user_id": LAN}, "message": {"text": "x"}}
    assert caller.post(CS, body) == 0
    assert caller.post(CS, body | changed) == -201
    assert caller.post(TEMPLATE, {"user_id": LAN, "template_id": "7", "phone": "84"}) == -201


@pytest.mark.parametrize(
    ("button", "code"),
    [
        ({"title": "A", "type": "oa.query.show", "payload": "#a"}, 0),
        ({"title": "A", "type": "oa.open.url", "payload": {"url": "https://a.vn"}}, 0),
        ({"title": "A", "type": "oa.query.show", "payload": "a"}, -201),
        ({"title": "", "type": "oa.query.show", "payload": "#a"}, -201),
        ({"title": "A", "type": "oa.query", "payload": "#a"}, -201),
        ({"title": "A", "type": "oa.open.url", "payload": "https://a.vn"}, -201),
        ({"title": "A", "type": "oa.query.show"}, -201),
    ],
)
def test_a_button_has_title_type_and_what_belongs_to_it(
    caller: Caller, button: dict[str, object], code: int
) -> None:
    payload = {"buttons": [button]}
    message = {"text": "x", "attachment": {"type": "template", "payload": payload}}
    assert caller.post(CS, {"recipient": {"user_id": LAN}, "message": message}) == code
