"""`motcua zalo login` killed when the pair lies in the file and the database does not have it."""

from pathlib import Path

from bot.database import make_engine
from handlers.store.unit_of_work import Store
from tests.fakes.product import wait_for
from tests.fakes.zalo_oa.product import ENDPOINT, log_in, product, stored_pair
from tests.fakes.zalo_oa.server import ZaloOaServer
from tests.fakes.zalo_oa.terminal import Terminal, consented

LAN = "246845883529197922"


def test_the_pair_of_a_killed_login_is_taken_up_by_the_program(
    folder: Path, zalo: ZaloOaServer
) -> None:
    log_in(folder, zalo)
    before, database = zalo.account.access, f"sqlite:///{folder}/ward.db"
    program = product(folder, zalo)
    process = Terminal(program).begin("login")
    address = consented(process, zalo)
    assert process.stdin is not None
    engine = make_engine(database)
    with Store(engine).work():  # on SQLite a writer keeps every other one out
        process.stdin.write(address + "\n")
        process.stdin.flush()
        wait_for((folder / f"zalo-{ENDPOINT}.draft").exists)
        process.kill()
        process.communicate()
    engine.dispose()
    assert stored_pair(folder, database)[0] == before != zalo.account.access

    with program:
        zalo.says(LAN, "xin trích lục khai sinh cần giấy tờ gì")
        wait_for(lambda: bool(zalo.account.person(LAN).hears))
        assert program.stop() == 0, program.said()

    access, refresh = stored_pair(folder, database)
    assert access == zalo.account.access
    assert zalo.account.refreshes[refresh] == "open"
    assert zalo.account.issued == 2  # nothing was refreshed for it
    assert zalo.account.reused == []
    assert "zalo.pair_taken_up" in program.said()
    assert not list(folder.glob("zalo-*.draft*"))
