"""Whole stories on the account over HTTP: the clock is set, time passes here and at Zalo."""

import json
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.database import make_engine
from handlers.check_codes import Seal
from handlers.messages import Attachment, Form, Paragraph, Reply
from handlers.store import queueing
from handlers.store.contacts import find_contact
from handlers.store.files import WARD, FileStore
from handlers.store.states import OutboxKind, Priority
from handlers.store.unit_of_work import Store
from tests.fakes.photos import photo
from tests.fakes.set_clock import begins, set_by, until_morning
from tests.fakes.telegram.product import Product, wait_for
from tests.fakes.zalo_oa import rules
from tests.fakes.zalo_oa.product import ENDPOINT, log_in, product
from tests.fakes.zalo_oa.server import ZaloOaServer

LAN, HOA = "246845883529197922", "777"
V3, V2, IMAGE = "/v3.0/oa/message/cs", "/v2.0/oa/message", "/v2.0/oa/upload/image"
QUESTION = "xin trích lục khai sinh cần giấy tờ gì"
OUTBOX = "SELECT count(*) FROM outbox"
BY_HAND = "Chị mang bản chính tới quầy 3 giúp em nhé"
NEWS = "Hồ sơ của anh/chị đã có kết quả"


class Story:
    """A ward whose program runs, its account, and a morning."""

    def __init__(self, folder: Path, zalo: ZaloOaServer, **more: str) -> None:
        self.zalo, self.account = zalo, zalo.account
        self._folder, self._clock = folder, folder / "clock"
        self.engine = make_engine(self._database)
        zalo.ahead = until_morning()
        log_in(folder, zalo)
        self.product: Product = product(folder, zalo, **more)
        self.product.begins = begins(self._clock, zalo.ahead)

    def passes(self, **time: float) -> None:
        """So much time, here and at Zalo; what happened before is told before."""
        self.zalo.settles()
        self.zalo.ahead += timedelta(**time)
        set_by(self._clock, self.zalo.ahead.total_seconds())

    def restarts(self) -> None:
        """The machine loses its power and gets it back."""
        self.product.kill()
        self.product.start()

    def asks(self, words: str = QUESTION, user: str = LAN) -> str:
        """Somebody writes and is answered."""
        before = len(self.texts(user))
        self.zalo.says(user, words)
        return self.hears(before + 1, user)

    def writes(self, words: str, user: str = LAN) -> None:
        """Somebody writes, and what the program makes of it is done."""
        before = self.one("SELECT count(*) FROM inbound WHERE status = 'handled'")
        self.zalo.says(user, words)
        count = "SELECT count(*) FROM inbound WHERE status = 'handled'"
        wait_for(lambda: self.one(count) == before + 1)

    def hears(self, number: int, user: str = LAN) -> str:
        """The words of a person's message of that number, once it is there."""
        wait_for(lambda: len(self.texts(user)) >= number)
        return self.texts(user)[number - 1]

    def texts(self, user: str = LAN) -> list[str]:
        """Everything they heard."""
        return self.account.person(user).texts

    def pushes(
        self, key: str, *files: Attachment, user: str = LAN, form: Form | None = None
    ) -> None:
        """Something nobody asked for is put into the outbox, and leaves or does not."""
        engine = make_engine(self._database)
        store = Store(engine)
        store.seal = Seal(lambda: bytes(32))
        with store.work() as work:
            contact, now = find_contact(work, ENDPOINT, user), self.zalo.now()
            assert contact is not None
            message = queueing.Message(
                key=key,
                reply=Reply((Paragraph(NEWS),), attachments=files, form=form),
                due=now,
                expires_at=now + timedelta(days=30),
                kind=OutboxKind.NOTICE,
                priority=Priority.NOTICE,
            )
            assert queueing.queue(work, "phuong-thu-nghiem", ENDPOINT, contact, message)
            work.commit()
        engine.dispose()
        wait_for(lambda: self.ended(key)[0] not in ("queued", "sending"))

    def ended(self, key: str) -> tuple[str, str | None]:
        """Status and reason of what was pushed."""
        (row,) = self._read("SELECT status, reason FROM outbox WHERE key = :key", key=key)
        return row.status, row.reason

    def one(self, query: str) -> int:
        """A number of the database."""
        return int(self._read(query)[0][0])

    def part(self) -> str:
        """What `/readyz` says of the account."""
        with urllib.request.urlopen(f"{self.product.url}/readyz", timeout=10) as answer:
            return str(json.load(answer)["parts"]["zalo_oa.account"])

    def ends(self) -> str:
        """It ends in order; everything it printed."""
        assert self.product.stop() == 0, self.product.said()
        return self.product.said()

    @property
    def _database(self) -> str:
        return f"sqlite:///{self._folder}/ward.db"

    def _read(self, query: str, **given: str) -> list[Any]:
        with Store(self.engine).read() as work:
            return list(work.run(text(query), given).all())


@pytest.fixture
def story(folder: Path, zalo: ZaloOaServer) -> Iterator[Story]:
    story = Story(folder, zalo)
    with story.product:
        yield story
    story.engine.dispose()


def test_a_clerk_answers_by_hand_the_bot_steps_back_and_returns(story: Story) -> None:
    assert "trích lục" in story.asks().lower()
    story.zalo.answers_by_hand(LAN, BY_HAND)
    wait_for(lambda: "zalo.stepped_back" in story.product.said())

    story.writes("dạ vâng, sáng mai em ra")
    story.restarts()  # it still knows
    story.writes("có cần đặt lịch không ạ")
    assert story.one(OUTBOX) == len(story.texts()) == 1
    assert story.asks(user=HOA)  # nobody answers her by hand
    story.asks("/start")  # a command is meant for the bot
    story.passes(minutes=50)
    story.zalo.answers_by_hand(LAN, BY_HAND)  # the clerk goes on: so does the silence
    wait_for(lambda: story.product.said().count("zalo.stepped_back") == 2)
    story.passes(minutes=20)
    story.writes("thêm bản sao nữa nhé")
    assert story.one(OUTBOX) == 3
    assert len(story.texts()) == 2

    story.passes(minutes=41)
    assert "trích lục" in story.asks().lower()
    said = story.ends()
    assert len(story.texts()) == 3
    assert BY_HAND not in said
    assert LAN not in said


def test_minus_235_leads_to_v2_which_a_restart_remembers(story: Story) -> None:
    story.account.government_v2 = True
    story.asks()
    story.asks("lệ phí bao nhiêu")
    assert (story.account.calls[V3], story.account.calls[V2]) == (1, 2)
    assert story.part().endswith("messages by v2")

    story.restarts()
    story.asks("giờ làm việc")
    story.pushes("n1")
    assert story.ended("n1") == ("sent", None)
    assert (story.account.calls[V3], story.account.calls[V2]) == (1, 4)
    assert "API v2" in story.product.runs("zalo", "status").stdout
    said = story.ends()
    assert said.count("zalo.message_api ") == 1
    assert len(story.texts()) == 4


def test_a_picture_of_ours_is_uploaded_once_and_again_when_it_has_died(
    story: Story, folder: Path
) -> None:
    store = FileStore(folder / "files")
    picture = Attachment(store.put(WARD, photo("Mã thủ tục: 1.001193")), "Sơ đồ quầy.jpg")
    form = Attachment(store.put(WARD, b"%PDF-1.7 a form"), "Tờ khai.pdf")
    story.asks()
    story.pushes("n1", picture, form)
    heard = story.account.person(LAN).hears
    wait_for(lambda: len(heard) == 4)
    first = heard[2]["attachment"]["payload"]["elements"][0]["attachment_id"]
    assert heard[3]["attachment"]["payload"]["token"] in story.account.assets
    assert [name for name, _ in story.account.assets.values()] == ["Sơ đồ quầy.jpg", "Tờ khai.pdf"]

    story.restarts()
    story.pushes("n2", picture)  # Zalo keeps it for seven days
    assert heard[5]["attachment"]["payload"]["elements"][0]["attachment_id"] == first
    assert story.account.calls[IMAGE] == 1
    story.zalo.do(story.account.assets.clear)
    story.pushes("n3", picture)
    assert story.account.calls[IMAGE] == 2
    assert [story.ended(key)[0] for key in ("n1", "n2", "n3")] == ["sent"] * 3
    assert len(heard) == 8

    story.zalo.post(receipt(story, heard[7]["message_id"]))
    wait_for(lambda: story.ended("n3")[0] == "delivered")
    story.ends()


def receipt(story: Story, number: str) -> dict[str, Any]:
    """The phone has it."""
    return {
        "app_id": rules.APP_ID,
        "event_name": "user_received_message",
        "sender": {"id": rules.OA_ID},
        "recipient": {"id": LAN},
        "message": {"msg_id": number},
        "timestamp": story.zalo.stamp(),
    }


@pytest.mark.parametrize(("days", "reason"), [(3, "budget"), (8, "window")])
def test_what_the_gate_withholds_is_sent_once_the_citizen_writes(
    story: Story, days: int, reason: str
) -> None:
    story.account.quotas["sub_quota"] = 0
    story.asks()
    story.asks(user=HOA)
    story.passes(days=days)
    story.pushes("n1")
    story.pushes("n2", user=HOA)
    assert story.ended("n1") == story.ended("n2") == ("withheld", reason)
    assert story.account.calls[V3] == 2  # nothing was tried, nothing is billed
    assert "tạm giữ 2" in story.product.runs("zalo", "status").stdout

    story.restarts()
    story.asks("giờ làm việc")
    wait_for(lambda: story.ended("n1")[0] == "sent")
    assert [NEWS in said for said in story.texts()].count(True) == 1
    assert story.ended("n2") == ("withheld", reason)  # she has not written
    story.ends()
    assert story.account.billed == []
    assert len(story.texts()) == 3
