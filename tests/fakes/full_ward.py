"""A ward that has something on every page of its site, and where each page of it stands."""

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.web.app import WebParts, create_app
from bot.web.ports import WebSettings
from handlers.acts import draft_apology
from handlers.broadcast_texts import Draft, Refused
from handlers.broadcasts import acts as broadcasts
from handlers.broadcasts import templates
from handlers.cases import acts, card_teaching, publishing
from handlers.messages import ChannelName, Paragraph, Reply
from handlers.store import contacts, outbox, queueing
from handlers.store.states import OutboxStatus
from handlers.store.unit_of_work import Store
from knowledge.catalogue_store import upgrade_shipped
from knowledge.feedback.codes import CaseCode
from knowledge.feedback.kinds import FeedbackKind
from knowledge.feedback.states import About
from knowledge.loading import load_procedures
from knowledge.own_cards import CardText, Drafted
from tests.fakes.casework import GOOD, CaseWard
from tests.fakes.changed_fee import changed_fee
from tests.fakes.clock import FakeClock
from tests.fakes.console import Browser, ConsoleSite
from tests.fakes.office import Office
from tests.fakes.photos import photo
from tests.fakes.web_desk import BIRTH, FakeAnnounced, sample_commune
from tests.knowledge.dossiers.lives import at

HEAD: Final = "Đầu Mẫu"
OFFICER: Final = "Bạch Mẫu"
BESIDE: Final = "phuong-ben"
RUNNING: Final = ("registered 2026-11-19 08:00", "accepted 2026-11-19 09:00")
DONE: Final = (*RUNNING, "done 2026-11-23 07:30")
PLAIN: Final = "Anh/chị đăng ký ở quầy 3 trước 5 ngày làm việc, không thu tiền."


class Who(StrEnum):
    """In whose browser a page is opened."""

    ANYBODY = "anybody"
    HALF = "half signed in"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Look:
    """A page to be looked at: its address, who opens it, and what its status says."""

    address: str
    who: Who = Who.HEAD
    status: int = 200


NO_PAGES: Final = {
    "/static": "files of the site's own pages",
    "/favicon.ico": "leads on to the icon",
    "/healthz": "JSON for whoever runs the program",
    "/readyz": "JSON for whoever runs the program",
    "/metrics": "figures for Prometheus",
    "/tro-chuyen": "leads back to the chat",
    "/tro-chuyen/tin": "server-sent events",
    "/tro-chuyen/tep/{line}/{number}": "a file to be saved",
    "/thong-bao.atom": "a feed",
    "/phan-anh.atom": "a feed",
    "/phan-anh/{number}/anh/{place}": "a picture",
    f"/xa/{BESIDE}/thong-bao.atom": "a feed",
    "/can-bo/phan-anh/{code}/tep/{number}": "a picture, or a file to be saved",
    "/can-bo/cau-hoi/dang-thu": "JSON for the page's script",
    "/can-bo/tin/{number:int}/tien-do": "JSON for the page's script",
    "/can-bo/tin/{number:int}/ban-in": "plain text to be copied or printed",
    "/tep/{token}/{name}": "a file by a sealed link",
    "/cau-noi/{gateway}/tin": "refuses in JSON: a gateway posts",
    "/cau-noi/{gateway}/bao-phat": "refuses in JSON: a gateway posts",
}
"""What answers a GET and is no page, and why; no browser looks at it."""


class FullWard:
    """Cases, files, dossiers, letters, broadcasts, corrections, cards: one of each at least."""

    def __init__(self, store: Store, clock: FakeClock, folder: Path) -> None:
        self.store, self.clock = store, clock
        self.ward = CaseWard(store, clock)
        self.site = ConsoleSite(self.ward, folder)
        self.office = Office(store, clock)
        with store.work() as work:
            upgrade_shipped(work.session, load_procedures(), clock.now())
            work.commit()
        self._cases()
        self._dossiers()
        self._letters()
        self.card = self._card()
        changed_fee(store, self.ward.key, {ChannelName.TELEGRAM: 2}, clock.now())
        self.site.app = create_app(self._parts(), WebSettings())

    def _parts(self) -> WebParts:
        """Everything the site can show, and a commune beside."""
        announced, beside = FakeAnnounced(), FakeAnnounced()
        announced.put(1, "Ngày 1/12 cúp nước ở hẻm 12.")
        beside.put(1, "Ngày 2/12 họp tổ dân phố.")
        other = sample_commune().model_copy(update={"key": BESIDE})
        return replace(
            self.site.parts(),
            metrics=lambda: b"",
            announced=announced,
            checks=_NothingSent(),
            beside=((other, beside),),
            checks_beside=((other, _NothingSent()),),
        )

    def _cases(self) -> None:
        ward, store = self.ward, self.store
        self.case = ward.open(sealed=("Lê Thị Thử", "0900000123"))
        self.site.encloses(self.case, photo("PA"), "hẻm.jpg", "image/jpeg")
        again = "Đèn đầu hẻm 12 Hoa Sữa tối thui mấy đêm rồi, chưa ai thay"
        self.twice = ward.open(matter=again, sealed=("Lê Thị Lại", "0900000124"))
        ward.open(urgent=True, matter="Cây đổ chắn ngang hẻm 12 đường Hoa Sữa")
        ward.open(FeedbackKind.CONDUCT, "Cô ở quầy 3 nói trống không", about=About.UNCLEAR)
        self.answered = ward.open(matter="Đèn hẻm 3 hỏng", sealed=("Lê Thị Thử", "0900000123"))
        self.site.encloses(self.answered, photo("PB"), "đèn.jpg", "image/jpeg")
        self.question = ward.open(FeedbackKind.QUESTION, "mượn bàn ghế của phường ở đâu")
        self._answers(OFFICER, self.answered, acts.Answer(GOOD))
        self._answers("Phụ Mẫu", self.question, acts.Answer(PLAIN, "người hỏi cần ngay"))
        shown = publishing.Shown("Đèn hẻm 3 hỏng.", GOOD, (photo("PB"),))
        with store.work() as work:
            doing = ward.doing(work, HEAD)
            assert publishing.publish(doing, self.answered, shown, ward.vault, self.site.files).done
            work.commit()

    def _answers(self, who: str, code: CaseCode, answer: acts.Answer) -> None:
        with self.store.work() as work:
            assert acts.answer(self.ward.doing(work, who), code, answer).done
            work.commit()

    def _dossiers(self) -> None:
        self.office.dossier(*DONE, number=1)
        self.running = self.office.dossier(*RUNNING, number=2, officer=OFFICER)
        self.office.dossier(*RUNNING, number=3, due="2026-11-20 17:00", officer=OFFICER)
        later, head = at("2026-12-01 17:00"), self.ward.officers[HEAD]
        self.office.does(
            head, lambda acting: draft_apology(acting, self.running.id, later, "Chờ xác minh")
        )

    def _letters(self) -> None:
        """One a channel refused, a broadcast with a reader, and a template."""
        ward, now = self.ward, self.clock.now()
        with self.store.work() as work:
            endpoint = contacts.endpoint_of(work, self.office.endpoint)
            citizen = contacts.open_contact(work, endpoint, "c-9", "", now)
            message = queueing.Message(
                "reply:9:0", Reply((Paragraph("Chào anh/chị."),)), now, now + timedelta(days=9)
            )
            queueing.queue(work, ward.key, endpoint.id, citizen, message)
            (claimed,) = outbox.claim_contact(work, citizen, "s1", now)
            outbox.finish(
                work, claimed, "s1", outbox.End(OutboxStatus.FAILED, (), "bad_request"), now
            )
            acting = broadcasts.Acting(work, ward.ward, ward.officers[HEAD], now)
            written = broadcasts.write(acting, Draft("Mai cúp nước.", {}, "general", "all"))
            kept = templates.create(acting, "Mẫu cúp nước", "Mai cúp nước {ngay}.")
            assert not isinstance(written, Refused)
            assert not isinstance(kept, Refused)
            work.commit()
        self.news, self.template = written.id, kept.id

    def _card(self) -> int:
        today = self.clock.now().date()
        text = CardText("Mượn bàn ghế", ("mượn bàn ghế của phường",), PLAIN)
        drafted = Drafted(text, (), "Tổ Văn hoá", today, today + timedelta(days=30))
        with self.store.work() as work:
            made = card_teaching.propose(
                work, self.ward.officers["Phụ Mẫu"], drafted, self.clock.now()
            )
            work.commit()
        return made

    def browsers(self) -> dict[Who, Browser]:
        """One of each kind; half signed in: the code of the app is still asked."""
        head = self.site.officer(HEAD)
        half = self.site.browser()
        half.client.post("/can-bo/vao", data={"ma": self.site.link(HEAD)})
        return {Who.ANYBODY: self.site.browser(), Who.HALF: half, Who.HEAD: head}

    def looks(self) -> dict[str, tuple[Look, ...]]:
        """Every page, by its route; a page with further states has an address for each."""
        public = {
            "/": ("/", f"/?thu-tuc={BIRTH}", "/?hoi=khai+sinh"),
            "/thu-tuc": ("/thu-tuc", "/thu-tuc?linh-vuc=ho-tich"),
            "/thu-tuc/{code}": (f"/thu-tuc/{BIRTH}",),
            "/in/{code}": (f"/in/{BIRTH}",),
            "/gio-lam-viec": ("/gio-lam-viec",),
            "/quyen-rieng-tu": ("/quyen-rieng-tu",),
            "/tro-chuyen/xoa": ("/tro-chuyen/xoa",),
            "/phan-anh": ("/phan-anh",),
            "/phan-anh/{number}": ("/phan-anh/1",),
            "/kiem-tra": ("/kiem-tra",),
            "/thong-bao": ("/thong-bao",),
            "/thong-bao/{number}": ("/thong-bao/1",),
            f"/xa/{BESIDE}/kiem-tra": (f"/xa/{BESIDE}/kiem-tra",),
            f"/xa/{BESIDE}/thong-bao": (f"/xa/{BESIDE}/thong-bao",),
            f"/xa/{BESIDE}/thong-bao/{{number}}": (f"/xa/{BESIDE}/thong-bao/1",),
            "/can-bo/vao": ("/can-bo/vao",),
            "/can-bo/vao/{code}": ("/can-bo/vao/abcdefgh",),
        }
        looks = {
            route: tuple(Look(one, Who.ANYBODY) for one in addresses)
            for route, addresses in public.items()
        }
        looks["/can-bo/xac-nhan"] = (Look("/can-bo/xac-nhan", Who.HALF),)
        for route, addresses in self._console().items():
            looks[route] = tuple(Look(one) for one in addresses)
        looks["/can-bo/ho-so"] = (Look("/can-bo/ho-so?ma=1", status=404),)
        return looks

    def others(self) -> dict[str, Look]:
        """An address of each of `NO_PAGES` that this site serves."""
        case, public = f"/can-bo/phan-anh/{self.case}", Who.ANYBODY
        own = ("/favicon.ico", "/healthz", "/readyz", "/metrics", "/tro-chuyen",
               "/tro-chuyen/tin", "/thong-bao.atom", "/phan-anh.atom")  # fmt: skip
        return {
            **{one: Look(one, public) for one in own},
            "/static": Look("/static/icon.svg", public),
            f"/xa/{BESIDE}/thong-bao.atom": Look(f"/xa/{BESIDE}/thong-bao.atom", public),
            "/can-bo/phan-anh/{code}/tep/{number}": Look(f"{case}/tep/0"),
            "/can-bo/cau-hoi/dang-thu": Look("/can-bo/cau-hoi/dang-thu"),
            "/can-bo/tin/{number:int}/tien-do": Look(f"/can-bo/tin/{self.news}/tien-do"),
            "/can-bo/tin/{number:int}/ban-in": Look(f"/can-bo/tin/{self.news}/ban-in?loai=led"),
            "/phan-anh/{number}/anh/{place}": Look("/phan-anh/1/anh/1", public),
        }

    def _console(self) -> dict[str, tuple[str, ...]]:
        case = f"/can-bo/phan-anh/{self.case}"
        news, template = f"/can-bo/tin/{self.news}", f"/can-bo/tin/mau/{self.template}"
        plain = (
            "/can-bo/viec", "/can-bo/ket-qua", "/can-bo/kip-han", "/can-bo/phieu",
            "/can-bo/nhap-ho", "/can-bo/loi-gui", "/can-bo/tin", "/can-bo/tin/moi",
            "/can-bo/tin/mau", "/can-bo/dinh-chinh", "/can-bo/cau-hoi", "/can-bo/nhat-ky",
            "/can-bo/van-dung",
            "/can-bo/niem-phong", "/can-bo/tai-khoan", "/can-bo/ma-xac-nhan",
        )  # fmt: skip
        return {
            "/can-bo": ("/can-bo", "/can-bo?ds=ended", "/can-bo?tim=khong+co+gi"),
            **{one: (one,) for one in plain},
            "/can-bo/phan-anh/{code}": (
                case,
                f"/can-bo/phan-anh/{self.answered}",
                f"/can-bo/phan-anh/{self.twice}?viec=join&ma_khac={self.case}",
            ),
            "/can-bo/phan-anh/{code}/publish": (f"/can-bo/phan-anh/{self.answered}/publish",),
            "/can-bo/cau-hoi/{code}": (f"/can-bo/cau-hoi/{self.question}",),
            "/can-bo/cau-hoi/the/{number}": (f"/can-bo/cau-hoi/the/{self.card}",),
            "/can-bo/tin/{number:int}": (news,),
            "/can-bo/tin/{number:int}/can-goi": (f"{news}/can-goi",),
            "/can-bo/tin/mau/{number:int}": (template,),
            "/can-bo/dinh-chinh/{number:int}": ("/can-bo/dinh-chinh/1",),
            "/can-bo/ho-so/{code}": (f"/can-bo/ho-so/{self.running.code}",),
        }


class _NothingSent:
    """Checks of a ward that has sent nothing yet."""

    def check(self, words: str, who: str, now: object) -> Reply:
        """Never ours."""
        del words, who, now
        return Reply((Paragraph("Em không thấy tin này trong các tin phường đã gửi."),))
