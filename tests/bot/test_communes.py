"""Several communes in one process: their files, their bots, one index with a view for each."""

import json
from pathlib import Path

import pytest

from bot.app import Core
from bot.communes import Served, served
from bot.config import SettingsError, load_settings
from bot.knowledge import KnowledgeSource
from handlers.errors import WrongCommuneError
from handlers.messages import Address, ChannelName, Inbound, InboundKind
from handlers.store.unit_of_work import Store
from handlers.turns import ConversationState
from knowledge.catalogue_store import save_overlays, upgrade_shipped
from knowledge.loading import load_procedures
from knowledge.overlay import Overlay
from tests.bot.test_config import GOOD
from tests.fakes.clock import FakeClock

SECOND = GOOD.replace("phuong-thu", "xa-hai").replace("Phường Thử", "Xã Hai")
ONE, TWO = "111111:aaaaaaaaaaaaaaaaaaaaaaaaa", "222222:bbbbbbbbbbbbbbbbbbbbbbbbb"
BIRTH, DEATH = "1.001193", "1.000656"


class Files:
    """A main settings file and a second one beside it."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder, self._patch = folder, patch
        self.write("config.yaml", GOOD + 'communes: {files: ["hai.yaml"]}\n')
        self.write("hai.yaml", SECOND)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def variable(self, name: str, value: str) -> None:
        self._patch.setenv(f"MOTCUA_{name}", value)

    def served(self) -> tuple[Served, ...]:
        main = self.folder / "config.yaml"
        return served(load_settings(main), main)

    def problems(self) -> list[str]:
        with pytest.raises(SettingsError) as caught:
            self.served()
        return [str(problem) for problem in caught.value.problems]


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    return Files(tmp_path, monkeypatch)


def test_without_further_files_there_is_the_one_commune(files: Files) -> None:
    files.write("config.yaml", GOOD)
    assert [one.commune.key for one in files.served()] == ["phuong-thu"]


def test_a_further_commune_has_its_token_from_a_variable_of_its_key(files: Files) -> None:
    files.variable("TELEGRAM__TOKEN", ONE)
    files.variable("COMMUNES__TOKENS__XA_HAI", TWO)
    found = files.served()
    assert [(one.commune.name, one.token) for one in found] == [
        ("Phường Thử", ONE),
        ("Xã Hai", TWO),
    ]
    assert "bbbb" not in repr(found)


def test_a_token_may_stand_in_a_file_that_a_variable_names(files: Files) -> None:
    secret = files.write("secret", TWO + "\n")
    files.variable("COMMUNES__TOKEN_FILES__XA_HAI", str(secret))
    assert files.served()[1].token == TWO


def test_a_token_file_that_is_not_there_is_told_by_its_variable(files: Files) -> None:
    files.variable("COMMUNES__TOKEN_FILES__XA_HAI", "/nowhere/secret")
    (problem,) = files.problems()
    assert problem.startswith("MOTCUA_COMMUNES__TOKEN_FILES__XA_HAI:")


def test_mistakes_of_a_further_file_are_told_with_its_name_and_line(files: Files) -> None:
    files.write("hai.yaml", SECOND.replace("province:", "provinse:") + "web: {port: 1}\n")
    found = files.problems()
    assert {one.split(":")[0] for one in found} == {"hai.yaml"}
    assert any(one.startswith("hai.yaml:8: web") for one in found)


def test_a_further_commune_goes_live_only_by_its_own_act(files: Files) -> None:
    files.write("hai.yaml", SECOND.replace("commune:\n", "commune:\n  stage: live\n"))
    (problem,) = files.problems()
    assert problem.startswith("hai.yaml:2:")


def test_two_communes_share_neither_key_nor_bot(files: Files) -> None:
    files.write("hai.yaml", GOOD)
    files.variable("TELEGRAM__TOKEN", ONE)
    files.variable("COMMUNES__TOKENS__PHUONG_THU", ONE)
    assert len(files.problems()) == 2


def test_each_commune_reads_its_feed_with_a_token_of_its_own(files: Files) -> None:
    feed = "registry: {source: feed, feed_url: 'https://mot-cua.example/ho-so'}\n"
    files.write("hai.yaml", SECOND + feed)
    files.variable("REGISTRY__FEED_TOKEN", "cua-phuong-thu")
    files.variable("COMMUNES__FEED_TOKENS__XA_HAI", "cua-xa-hai")
    tokens = [one.registry.feed_token.get_secret_value() for one in files.served()]
    assert tokens == ["cua-phuong-thu", "cua-xa-hai"]


def test_a_sample_commune_talks_to_its_own_guests_only(files: Files) -> None:
    files.write("hai.yaml", SECOND + 'channels: {guests: ["7"]}\n')
    assert [one.guests for one in files.served()] == [frozenset(), frozenset({"7"})]


@pytest.fixture
def source(store: Store, files: Files, clock: FakeClock) -> KnowledgeSource:
    now = clock.now()
    with store.work() as work:
        upgrade_shipped(work.session, load_procedures(), now)
        hidden = (Overlay(code=DEATH, offered=False),)
        save_overlays(work.session, "xa-hai", hidden, "test", now)
        work.commit()
    main, second = (one.commune for one in files.served())
    return KnowledgeSource(store, main, (), (second,))


def test_one_index_serves_all_and_each_shows_what_it_offers(
    source: KnowledgeSource, clock: FakeClock
) -> None:
    main, second = source.at(clock.now()), source.of("xa-hai")(clock.now())
    assert main.matcher is second.matcher
    assert (main.commune.name, second.commune.name) == ("Phường Thử", "Xã Hai")
    assert main.active(DEATH) is not None
    assert second.active(DEATH) is None
    assert second.active(BIRTH) is main.active(BIRTH)


def test_a_message_is_answered_by_the_commune_of_its_endpoint(
    files: Files, clock: FakeClock, store: Store
) -> None:
    files.variable("DATABASE__URL", store.engine.url.render_as_string(hide_password=False))
    main, second = files.served()
    core = Core(load_settings(files.folder / "config.yaml"), clock, [second.commune])
    own = core.endpoint(ChannelName.TELEGRAM, "1", main.commune)
    other = core.endpoint(ChannelName.TELEGRAM, "2", second.commune)
    said = {
        endpoint: core.responder.respond(
            Inbound(Address(endpoint, "c1"), "m1", clock.now(), kind=InboundKind.START),
            ConversationState(),
            clock.now(),
        )
        for endpoint in (own, other)
    }
    core.engine.dispose()
    assert "Phường Thử" in str(said[own].replies)
    assert "Xã Hai" not in str(said[own].replies)
    assert "Xã Hai" in str(said[other].replies)


def test_a_bot_of_one_commune_is_not_handed_to_another(
    files: Files, clock: FakeClock, store: Store
) -> None:
    files.variable("DATABASE__URL", store.engine.url.render_as_string(hide_password=False))
    main, second = files.served()
    core = Core(load_settings(files.folder / "config.yaml"), clock, [second.commune])
    core.endpoint(ChannelName.TELEGRAM, "1", main.commune)
    with pytest.raises(WrongCommuneError, match="phuong-thu"):
        core.endpoint(ChannelName.TELEGRAM, "1", second.commune)
    core.engine.dispose()


def test_a_list_of_files_may_come_from_a_variable(files: Files) -> None:
    files.write("config.yaml", GOOD)
    files.variable("COMMUNES__FILES", json.dumps(["hai.yaml"]))
    assert [one.commune.key for one in files.served()] == ["phuong-thu", "xa-hai"]
