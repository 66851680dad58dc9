"""Acts over the key to reporters' names, by name; stretching costs little here."""

from dataclasses import dataclass, field

from handlers import key_holding, key_rotating
from handlers.cases import special
from handlers.cases.acts import Outcome
from handlers.key_holding import Enrolled, Keeping, Opened, Trouble
from handlers.key_rotating import Turned
from handlers.officers import Officer, Role
from handlers.store import cases, staff
from handlers.vault import Identity
from handlers.ward_key import Cost
from knowledge.feedback.codes import CaseCode
from tests.fakes.casework import CaseWard

HEAD, REVIEWER = "Đầu Mẫu", "Soát Mẫu"
PHRASE, OTHERS = "mưa rơi trên mái ngói", "thuyền về bến lúc chiều"
WHO = ("Lê Thị Thử", "0900000000")
CHEAP = Cost(2**4)


@dataclass
class Keyring:
    """The ward with its key."""

    ward: CaseWard
    phrases: dict[str, str] = field(default_factory=dict)

    def keeping(self, who: str = HEAD) -> Keeping:
        """An officer about to act on the key."""
        ward = self.ward
        return Keeping(ward.store, ward.vault, ward.officers[who], ward.clock.now(), CHEAP)

    def enrols(self, who: str = HEAD, phrase: str = PHRASE) -> Enrolled:
        """The first holder."""
        done = key_holding.enrol(self.keeping(who), phrase)
        assert isinstance(done, Enrolled), done
        self.phrases[who] = phrase
        return done

    def opened(self, who: str = HEAD, phrase: str = "") -> Opened | Trouble:
        """The ward's key by somebody's passphrase."""
        return key_holding.opened(self.keeping(who), phrase or self.phrases[who])

    def key(self, who: str = HEAD) -> Opened:
        """The same, of whom it must open."""
        found = self.opened(who)
        assert isinstance(found, Opened), found
        return found

    def lets_in(self, who: str = REVIEWER, phrase: str = OTHERS, by: str = HEAD) -> None:
        """A second holder."""
        code = key_holding.ask(self.keeping(who), phrase)
        newcomer = self.ward.officers[who].id
        assert key_holding.admit(self.keeping(by), self.key(by), newcomer, code) is None
        self.phrases[who] = phrase

    def rotates(self, who: str = HEAD) -> Turned:
        """Another key."""
        done = key_rotating.rotate(self.keeping(who), self.key(who))
        assert isinstance(done, Turned), done
        return done

    def reads(
        self, code: CaseCode, who: str = HEAD, phrase: str = ""
    ) -> Identity | Outcome | Trouble:
        """Who reported, by the recorded act."""
        found = self.opened(who, phrase)
        if isinstance(found, Trouble):
            return found
        vault = self.ward.vault.unlocked(found.ward)
        with self.ward.store.work() as work:
            done = special.unlock(self.ward.doing(work, who), code, vault, "gặp lấy thêm")
            work.commit()
        return done

    def sealed(self, code: CaseCode) -> str:
        """As it is stored."""
        with self.ward.store.read() as work:
            found = cases.sealed(work, self.ward.row(code).id)
        assert found is not None
        return found

    def newcomer(self, name: str, *roles: Role) -> None:
        """One more officer."""
        ward = self.ward
        with ward.store.work() as work:
            made = staff.add(work, ward.key, name, frozenset(roles), ward.clock.now())
            work.commit()
        assert made is not None
        ward.officers[name] = Officer(made, ward.key, name, frozenset(roles))
