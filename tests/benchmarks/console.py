"""The officers' console over 1,000 open cases and 10,000 that are over, on SQLite.

Beside them a year of a busy ward (`_console_load`). A real server on loopback; a head (sees nearly
everything) and an officer of one of six units ask for every page in turn, as read by a browser: the
whole answer, compressed. What a role may not see is no figure. Beside each figure stands its ratio
to a bare page of the same server, framework, template engine and database file: 25 rows by one
statement, without sessions, roles or layout. Python's collector looks as seldom as in the program
that serves (`bot.collecting`): a look at all that was loaded costs 200 ms of somebody's page.
"""

import argparse
import random
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import httpx
from fastapi import FastAPI
from sqlalchemy import insert

from bot import logs
from bot.broadcast_preview import looks_of
from bot.collecting import loaded
from bot.database import make_engine, upgrade
from bot.published import StoredPublications
from bot.web.app import WebParts, create_app
from bot.web.console.seats import ConsoleParts
from bot.web.ports import WebLimits, WebSettings
from bot.web.server import make_server
from handlers import sign_in
from handlers.broadcast_costs import Tariff
from handlers.broadcasts.previewing import ChannelPorts
from handlers.console_tickets import Tokens
from handlers.officers import Officer, Role
from handlers.store import sign_in as sessions
from handlers.store import staff
from handlers.store.contacts import ensure_commune
from handlers.store.dossiers import StoredDossiers
from handlers.store.files import FileStore
from handlers.store.tables import CaseEventRow, CaseRow, table_of
from handlers.store.unit_of_work import Store
from handlers.vault import Vault
from handlers.ward import ward_of
from knowledge.commune import Commune
from knowledge.feedback.kinds import TAKEN
from tests.benchmarks._console_load import Load
from tests.benchmarks._console_peer import add_peer
from tests.fakes.web_desk import FakeDesk, FakePages
from tests.knowledge.dossiers.lives import at

OPEN, OVER, OFFICERS = 1_000, 10_000, 40
BAR_MS = 200
NOW = at("2026-11-23 10:00")
KEY = "phuong-mau"
WORDS = (
    "Đèn đường hẻm {n} hỏng hai tuần nay, tối đi lại rất nguy hiểm, đã báo tổ trưởng mà chưa sửa",
    "Rác tràn ra đường trước chợ, bốc mùi, xe gom ba ngày không đến, bà con kiến nghị đổi giờ gom",
    "Hồ sơ số {n} nộp từ tháng trước, hẹn trả hôm kia mà đến nay chưa có, hỏi quầy thì bảo chờ",
    "Chỗ chờ ở quầy {n} chật, quạt hỏng, người già phải đứng, xin bố trí thêm ghế và nước uống",
)
CASE = "/can-bo/phan-anh/PA-261102-{n:03}"
PAGES = {
    "peer": "/peer",
    "list": "/can-bo",
    "second page": "/can-bo?trang=2",
    "late": "/can-bo?ds=late",
    "search": "/can-bo?tim=den+duong+nguy+hiem",
    "kind and unit": "/can-bo?loai=service&dv=u2",
    "over": "/can-bo?ds=ended",
    "over, search": "/can-bo?ds=ended&tim=quat+hong",
    "agenda": "/can-bo/viec",
    "dossier search": "/can-bo/ho-so?ma=1",
    "shelf": "/can-bo/ket-qua",
    "in time": "/can-bo/kip-han",
    "slips": "/can-bo/phieu",
    "walk-in": "/can-bo/nhap-ho",
    "undelivered": "/can-bo/loi-gui",
    "questions": "/can-bo/cau-hoi",
    "question": "/can-bo/cau-hoi/PA-261102-006",
    "tests": "/can-bo/cau-hoi/dang-thu",
    "broadcasts": "/can-bo/tin",
    "new broadcast": "/can-bo/tin/moi",
    "templates": "/can-bo/tin/mau",
    "corrections": "/can-bo/dinh-chinh",
    "correction": "/can-bo/dinh-chinh/1",
    "recheck": "/can-bo/van-dung",
    "audit": "/can-bo/nhat-ky",
    "audit of one": "/can-bo/nhat-ky?ai=5",
    "seal": "/can-bo/niem-phong",
    "account": "/can-bo/tai-khoan",
    "app": "/can-bo/ma-xac-nhan",
    "case": CASE,
    "case, joining": CASE + "?viec=join",
    "publishing": "/can-bo/phan-anh/PA-261102-2001/publish",
    "published": "/phan-anh",
    "published one": "/phan-anh/1",
}
"""Single things that the load makes come besides."""
UNITS = {f"u{one}": {"name": f"Tổ {one}", "officers": [f"Cán bộ {one}"]} for one in range(6)}
COMMUNE = Commune.model_validate(
    {
        "key": KEY,
        "name": "Phường Mẫu",
        "province": "Tỉnh Mẫu",
        "desks": {"psc": {"name": "Trung tâm Phục vụ hành chính công"}},
        "calendar": {"confirmed_until": "2026-12-31"},
        "feedback": {"units": UNITS},
    }
)


def load(store: Store, dice: random.Random) -> None:
    """Staff, cases in every state, a few events each."""
    with store.work() as work:
        ensure_commune(work, KEY, COMMUNE.name, NOW)
        for number in range(OFFICERS):
            roles = {0: {Role.HEAD}, 1: {Role.DESK_LEAD}, 2: {Role.REVIEWER}}
            name = f"Cán bộ {number}"
            staff.add(work, KEY, name, roles.get(number, {Role.OFFICER}), NOW, superior=None)
        work.commit()
    cases = [_case(number, dice) for number in range(OPEN + OVER)]
    events = [
        {"case": one["id"], "at": NOW, "act": act, "by": by, "words": "Đã xem", "internal": True,
         "note": ""}
        for one in cases[:OPEN]
        for act, by in (("open", "citizen"), ("note", "officer:5"), ("note", "officer:6"))
    ]  # fmt: skip
    with store.work() as work:
        work.connection.execute(insert(table_of(CaseRow)), cases)
        work.connection.execute(insert(table_of(CaseEventRow)), events)
        work.commit()


def _case(number: int, dice: random.Random) -> dict[str, object]:
    """The open ones first; a tenth waited for its sender, a twentieth names an officer."""
    still = number < OPEN
    received = NOW - timedelta(hours=dice.randrange(1, 400 if still else 12_000))
    state = dice.choice(("received", "assigned", "assigned", "reopened")) if still else "closed"
    waited = (received + timedelta(hours=5), received + timedelta(hours=40))
    paused = still and number % 10 == 0
    named = number % 20 == 0
    return {
        "id": number + 1,
        "commune": KEY,
        "day": datetime(2026, 11, 2, tzinfo=NOW.tzinfo).date(),
        "number": number + 1,
        "kind": "question" if number % 12 == 5 else dice.choice(TAKEN).value,
        "state": state,
        "matter": dice.choice(WORDS).format(n=number),
        "urgent": number % 50 == 0,
        "anonymous": False,
        "unit": f"u{dice.randrange(6)}",
        "officer": dice.randrange(4, OFFICERS) if state == "assigned" else None,
        "about": "officer" if named else "nobody",
        "about_officer": dice.randrange(4, OFFICERS) if named else None,
        "named": "[]",
        "version": 1,
        "received_at": received,
        "first_due": received + timedelta(days=2),
        "forward_due": received + timedelta(days=5),
        "answer_due": received + timedelta(days=14),
        "pauses": f'[["{waited[0].isoformat()}", "{waited[1].isoformat()}"]]' if paused else "[]",
    }


def enter(store: Store, tokens: Tokens, number: int, role: Role) -> str:
    """A session of an officer; its token."""
    officer = Officer(number, KEY, "", frozenset({role}))
    with store.work() as work:
        sessions.add_session(work, officer, tokens.of_session(f"t{number}"), NOW, sign_in.LONGEST)
        token = f"t{number}"
        if role is Role.HEAD:
            found = sign_in.session(work, tokens, token, NOW)
            if found is not None:
                token = sign_in.raised(work, tokens, found, NOW)
        work.commit()
    return token


def measure(
    client: httpx.Client, rounds: int, pages: Mapping[str, str]
) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each kind of page: waited, and of the processor (server and client)."""
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in pages}
    for number in range(rounds):
        for name, path in pages.items():
            began, worked = time.perf_counter(), time.process_time()
            page = client.get(path.format(n=number + 1))
            waited, used = time.perf_counter() - began, time.process_time() - worked
            if page.status_code not in {200, 404}:
                raise SystemExit(f"{path}: {page.status_code}")
            if page.status_code == 200 or "?ma=" in path:
                took[name].append((1000 * waited, 1000 * used))
    return {name: times for name, times in took.items() if len(times) > 1}


def parts_of(folder: Path, store: Store, tokens: Tokens, vault: Vault) -> WebParts:
    """The site over the store."""
    ward, files = ward_of(COMMUNE), FileStore(folder / "files")
    console = ConsoleParts(
        store=store,
        wards={KEY: ward}.get,
        tokens=tokens,
        vault=vault,
        files=files,
        now=lambda: NOW,
        dossiers=StoredDossiers(store, b"f" * 32),
        channels=ChannelPorts(looks_of(()), lambda *_: Tariff()),
    )
    published = StoredPublications(store, files, KEY)
    return WebParts(
        FakeDesk(), FakePages(), COMMUNE, dict, lambda: NOW, console=console, published=published
    )


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """A real server on loopback; its address."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = int(one.getsockname()[1])
    server = make_server(app, "127.0.0.1", port)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def main() -> None:
    """Print the figures."""
    logs.configure(level="error")
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    rounds = parser.parse_known_args()[0].rounds
    with tempfile.TemporaryDirectory() as given:
        folder = Path(given)
        engine = make_engine(f"sqlite:///{folder / 'ward.db'}")
        upgrade(engine)
        store, tokens, vault = Store(engine), Tokens(b"c" * 32), Vault(b"k" * 32)
        load(store, random.Random(7))  # noqa: S311 - the same cases every time
        head = Officer(1, KEY, "Cán bộ 0", frozenset({Role.HEAD}))
        more = Load(store, ward_of(COMMUNE), vault, head)
        more.all()
        limits = WebLimits(pages_burst=100_000, pages_per_minute=100_000)
        app = create_app(parts_of(folder, store, tokens, vault), WebSettings(limits=limits))
        add_peer(app, folder / "ward.db")
        loaded()
        with serving(app) as url:
            for who, number, role in (("head", 1, Role.HEAD), ("officer", 5, Role.OFFICER)):
                cookies = {"motcua_canbo": enter(store, tokens, number, role)}
                with httpx.Client(base_url=url, cookies=cookies, timeout=60) as client:
                    pages = {**PAGES, **more.addresses}
                    measure(client, 2, pages)
                    _tell(who, measure(client, rounds, pages))
        engine.dispose()


def _tell(who: str, took: dict[str, list[tuple[float, float]]]) -> None:
    peer = _p95([waited for waited, _ in took.pop("peer")])
    print(f"{who:8} {'the peer':14} p95 {peer:6.1f} ms")
    every = sorted(waited for times in took.values() for waited, _ in times)
    for name, times in took.items():
        waits, used = ([one[part] for one in times] for part in (0, 1))
        p95, cpu = _p95(waits), _p95(used)
        median = statistics.median(waits)
        line = f"{who:8} {name:14} median {median:6.1f}  p95 {p95:6.1f} ms"
        over = "" if p95 <= BAR_MS else "  OVER THE BAR"
        print(f"{line}, of the processor {cpu:5.1f}, {p95 / peer:5.1f} peers{over}")
    p95 = every[int(0.95 * len(every))]
    held = "held" if p95 <= BAR_MS else "NOT HELD"
    print(f"{who:8} all pages      p95 {p95:6.1f} ms (bar {BAR_MS}) {held}, {p95 / peer:.1f} peers")


def _p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    main()
