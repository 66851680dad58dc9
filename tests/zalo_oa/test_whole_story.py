"""One citizen from following to leaving: all that Zalo's app hands over, on the whole program."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.photos import photo
from tests.fakes.product import wait_for
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.fakes.zalo_oa.templates import Template
from tests.zalo_oa.pushing import FIELDS, READY
from tests.zalo_oa.test_stories import LAN, V3, Story

BY_PHONE = {"ready": {"id": "t1", "fields": FIELDS, "price_phone": 200}}


@pytest.fixture
def story(folder: Path, zalo: ZaloOaServer) -> Iterator[Story]:
    budget = {"MONTHLY_BUDGET": "10000", "TEMPLATES": json.dumps(BY_PHONE)}
    story = Story(folder, zalo, **{f"ZALO_OA__{name}": given for name, given in budget.items()})
    zalo.account.templates["t1"] = Template("t1", tuple(FIELDS))
    zalo.patience = 60.0
    with story.product:
        yield story
    story.engine.dispose()


def hands_over(story: Story, phone: str) -> None:
    """The form for contact details, filled in."""
    story.zalo.do(lambda: story.account.acts(LAN))
    story.zalo.post(
        {
            "app_id": rules.APP_ID,
            "event_name": "user_submit_info",
            "sender": {"id": LAN},
            "recipient": {"id": rules.OA_ID},
            "info": {"name": "Nguyen Thi Lan", "phone": phone},
            "timestamp": story.zalo.stamp(),
        }
    )


def test_from_following_to_leaving(story: Story) -> None:
    zalo, account = story.zalo, story.account
    zalo.follows(LAN)
    assert story.hears(1)
    zalo.files["anh.jpg"] = photo("Cot dien nga o ngo 5")
    picture = {"type": "image", "payload": {"url": f"{zalo.url}/file/anh.jpg", "thumbnail": ""}}
    zalo.sends(LAN, "user_send_image", {"attachments": [picture]})
    assert story.hears(2)
    place = {"coordinates": {"latitude": "12.2388", "longitude": "109.1967"}}
    zalo.sends(LAN, "user_send_location", {"attachments": [{"type": "location", "payload": place}]})
    assert story.hears(3)
    hands_over(story, "84905123456")
    assert "(đuôi 456)" in story.hears(4)

    story.passes(days=8)
    story.pushes("n1", form=READY)
    assert story.ended("n1") == ("sent", None)
    (sent,) = account.by_phone
    assert sent["phone"] == "84905123456"
    assert account.billed == ["sdt:200"]
    assert len(story.texts()) == 4

    zalo.follows(LAN, "unfollow")
    wait_for(lambda: story.one("SELECT count(*) FROM inbound WHERE status = 'handled'") == 4)
    calls = account.calls[V3]
    story.pushes("n2", form=READY)
    assert story.ended("n2")[0] != "sent"
    assert (len(account.by_phone), account.calls[V3]) == (1, calls)
    zalo.settles()
    said = story.ends()
    for secret in ("84905123456", "Nguyen Thi Lan", LAN, "109.1967"):
        assert secret not in said
    assert {status for _, status, _ in zalo.posted} == {200}
