"""What a further commune of the program marks public stands on the web under its own name."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from bot.app import Core, _web_app
from bot.config import load_settings
from handlers.broadcast_texts import Refused
from handlers.broadcasts import publishing
from handlers.store.unit_of_work import Store
from handlers.ward import ward_of
from tests.fakes.clock import FakeClock
from tests.fakes.readers import KEY, open_desk
from tests.fakes.telegram.product import LIVE


def test_it_is_read_there_when_it_begins_and_nowhere_else(
    sqlite_store: Store, clock: FakeClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = open_desk(sqlite_store, clock)
    desk.readers(1)
    one = desk.write("Mai họp tổ dân phố.")
    done = desk.act_by("Lan", lambda acting: publishing.publish(acting, one.id))
    assert not isinstance(done, Refused)
    desk.start(one.id)
    desk.bites()
    monkeypatch.setenv("MOTCUA_DATABASE__URL", f"sqlite:///{tmp_path}/ward.db")
    settings = load_settings(LIVE)
    main = settings.commune.model_copy(update={"key": "xa-mot"})
    settings = settings.model_copy(update={"commune": main})
    core = Core(settings, clock, [desk.ward.commune])
    client = TestClient(_web_app(core, [ward_of(main), desk.ward]))
    page = client.get(f"/xa/{KEY}/thong-bao").text
    assert "Mai họp tổ dân phố." in page
    assert desk.ward.commune.name in page
    assert "Mai họp tổ dân phố." in client.get(f"/xa/{KEY}/thong-bao/1").text
    assert "Mai họp tổ dân phố." in client.get(f"/xa/{KEY}/thong-bao.atom").text
    assert "họp tổ dân phố" not in client.get("/thong-bao").text
    assert f'href="/xa/{KEY}/thong-bao"' in client.get("/thong-bao").text
    assert client.get("/thong-bao/1").status_code == 404
    core.engine.dispose()
