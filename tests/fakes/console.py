"""The console on a real store with a ward of cases behind it, and officers' browsers."""

import re
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import pyotp
from fastapi import FastAPI
from httpx2 import Client, Response
from sqlalchemy import insert

from bot.broadcast_preview import looks_of
from bot.published import StoredPublications
from bot.web.app import WebParts, create_app
from bot.web.console.seats import ConsoleParts
from bot.web.ports import WebSettings
from handlers import sign_in, staffing
from handlers.broadcast_costs import Tariff
from handlers.broadcasts.previewing import ChannelPorts
from handlers.console_tickets import ConsoleTickets, Tokens
from handlers.officers import Member, Role
from handlers.sign_in import SECOND_FACTOR
from handlers.store import cases
from handlers.store.dossiers import StoredDossiers
from handlers.store.files import FileStore
from handlers.store.tables import AttachmentRow, table_of
from handlers.store.unit_of_work import Store
from handlers.vault import Vault
from handlers.ward import Ward
from knowledge.dossiers.modes import RegisterMode
from knowledge.feedback.codes import CaseCode
from tests.fakes.asgi import client_of
from tests.fakes.casework import CaseWard
from tests.fakes.clock import FakeClock
from tests.fakes.office import Office
from tests.fakes.web_desk import FakeDesk, FakePages

HERE = "http://127.0.0.1:8080"
LOOPBACK = ("127.0.0.1", 50_000)
Fields = dict[str, str | list[str]]


def fields_of(html: str, action: str) -> dict[str, str]:
    """Hidden fields of the form with this action."""
    for form in re.findall(r"<form\b.*?</form>", html, re.DOTALL):
        if f'action="{action}"' in form:
            hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
            return {name: unescape(value) for name, value in hidden}
    raise AssertionError(f"no form for {action}")


@dataclass
class Browser:
    """One browser of an officer."""

    site: "Site"
    client: Client
    who: str = ""
    secret: str = ""

    def get(self, path: str, **headers: str) -> Response:
        """A page, redirects followed."""
        return self.client.get(path, headers=headers)

    def post(self, path: str, page: str = "/can-bo/tai-khoan", **fields: str) -> Response:
        """A form of a page, its hidden fields with it."""
        hidden = fields_of(self.get(page).text, path)
        return self.client.post(path, data={**hidden, **fields})

    def code(self) -> str:
        """What the officer's app shows now."""
        return pyotp.TOTP(self.secret).at(self.site.clock.now())

    def signs_in(self, who: str) -> "Browser":
        """By a link, and with the second factor where the role needs it."""
        self.who = who
        page = self.client.post("/can-bo/vao", data={"ma": self.site.link(who)})
        assert page.status_code == 200, page.text
        if self.site.roles(who) & SECOND_FACTOR:
            self.shows_code()
        return self

    def shows_code(self) -> None:
        """Set the app up if there is none, else a fresh code of it."""
        known = self.site.secrets.get(self.who)
        if known is None:
            self.sets_up()
            return
        self.secret = known
        self.site.clock.move(seconds=31)
        self.post("/can-bo/xac-nhan", "/can-bo/xac-nhan", ma=self.code())

    def sets_up(self) -> Response:
        """Enrol an authenticator app."""
        self.post("/can-bo/ma-xac-nhan", "/can-bo/ma-xac-nhan")
        html = self.get("/can-bo/ma-xac-nhan").text
        found = re.search(r"gõ khoá: <code>([A-Z2-7 ]+)</code>", html)
        assert found is not None
        self.secret = self.site.secrets[self.who] = found.group(1).replace(" ", "")
        done = "/can-bo/ma-xac-nhan/xong"
        return self.post(done, "/can-bo/ma-xac-nhan", ma=self.code())


class Site:
    """The web application over one ward."""

    def __init__(
        self, served: Ward, store: Store, clock: FakeClock, folder: Path, vault: Vault
    ) -> None:
        self.served, self.store, self.clock, self.vault = served, store, clock, vault
        self.beside: tuple[Ward, ...] = ()
        """Other communes of the same console."""
        self.files = FileStore(folder / "files")
        self.secrets: dict[str, str] = {}
        self.tokens = Tokens(b"c" * 32)
        self.app = FastAPI()
        self.serve(WebSettings())

    def serve(self, settings: WebSettings) -> None:
        """Serve anew with these settings."""
        self.app = create_app(self.parts(), settings)

    def parts(self) -> WebParts:
        """What the web is handed."""
        parts = ConsoleParts(
            store=self.store,
            wards={one.commune.key: one for one in (self.served, *self.beside)}.get,
            tokens=self.tokens,
            vault=self.vault,
            files=self.files,
            now=self.clock.now,
            dossiers=StoredDossiers(self.store, b"f" * 32),
            channels=ChannelPorts(looks_of(()), lambda *_: Tariff()),
        )
        commune = self.served.commune
        return WebParts(
            FakeDesk(),
            FakePages(),
            commune,
            dict,
            self.clock.now,
            console=parts,
            published=StoredPublications(self.store, self.files, commune.key),
        )

    def roles(self, who: str) -> frozenset[Role]:
        """An officer's roles."""
        return self.member(who).officer.roles

    def browser(self, peer: tuple[str, int] = LOOPBACK, base: str = HERE) -> Browser:
        """A browser that nobody has signed in."""
        return Browser(self, client_of(self.app, base, peer))

    def officer(self, who: str) -> Browser:
        """A browser in which an officer is signed in."""
        return self.browser().signs_in(who)

    def member(self, who: str) -> Member:
        """An officer as stored."""
        with self.store.read() as work:
            found = staffing.find(work, self.served.commune.key, who)
        assert found is not None
        return found

    def link(self, who: str) -> str:
        """A one-time code made at the command line."""
        tickets = ConsoleTickets(self.tokens, HERE)
        with self.store.work() as work:
            made = sign_in.make_link(work, tickets, self.member(who), "cli", self.clock.now())
            work.commit()
        assert not isinstance(made, str)
        return made.code


class ConsoleSite(Site):
    """The console of a ward of cases."""

    def __init__(self, ward: CaseWard, folder: Path) -> None:
        self.ward = ward
        super().__init__(ward.ward, ward.store, ward.clock, folder, ward.vault)

    def encloses(self, code: CaseCode, data: bytes, name: str, mime: str) -> None:
        """The sender's file belongs to the case."""
        contact, now = self.ward.citizen, self.ward.clock.now()
        key = self.files.put(contact, data)
        row = {
            "commune": code.commune,
            "contact": contact,
            "name": name,
            "mime": mime,
            "size": len(data),
            "sha256": key.partition("/")[2],
            "state": "stored",
            "keeping": "inbound",
            "tries": 0,
            "created_at": now,
        }
        case = self.ward.row(code).id
        with self.ward.store.work() as work:
            work.connection.execute(insert(table_of(AttachmentRow)), [row])
            cases.keep_files_since(work, case, contact, now, now)
            work.commit()


class OfficeSite(Site):
    """The console of an office with a register."""

    def __init__(self, office: Office, folder: Path, mode: RegisterMode | None = None) -> None:
        self.office = office
        ward = replace(office.ward, mode=mode or office.ward.mode)
        super().__init__(ward, office.store, office.clock, folder, Vault(b"k" * 32))

    def signed_in(self, who: str, *roles: Role) -> Browser:
        """A new officer with their browser."""
        self.office.officer(who, *roles)
        return self.officer(who)
