"""What officers see of a broadcast before it leaves by a gateway: its pages, segments and price."""

from bot.broadcast_costs import tariffs_of
from bot.broadcast_preview import looks_of
from bot.channels.bridge.limits import GatewayLimits, Unit
from bot.channels.bridge.render import parts_of
from bot.channels.bridge.signature import Keys
from bot.communes import Served
from bot.config import DEFAULT_FILE, load_settings
from bot.config_bridge import NamedGateway
from handlers.broadcast_costs import Cost, Tariff, estimate
from handlers.broadcast_reports import Seen
from handlers.messages import Paragraph, Reply
from handlers.wording import broadcast_reports as wording
from knowledge.sms import count

SMS = GatewayLimits(unit=Unit.SMS, segments=2, marks=False, price=350, monthly_budget=1_000_000)
SENTENCE = "Chiều nay từ 13 giờ đến 17 giờ ngành điện sửa lưới, tổ {n} mất điện, bà con lưu ý."
LONG = Reply(tuple(Paragraph(SENTENCE.format(n=number)) for number in range(1, 8)))
SHORT = Reply((Paragraph("Chiều nay cúp nước đến 17 giờ."),))


def ward(**gateways: GatewayLimits) -> tuple[Served]:
    """A commune with these gateways."""
    found = tuple(
        NamedGateway(name, "https://x.example", limits, Keys("k" * 32))
        for name, limits in gateways.items()
    )
    return (Served(load_settings(DEFAULT_FILE).commune, None, gateways=found),)


def test_a_text_message_is_shown_page_by_page_with_what_leaves_apart() -> None:
    look = looks_of(ward(sms=SMS))("bridge", "sms", LONG)
    assert look.messages == tuple(part.text for part in parts_of(LONG, SMS))
    assert look.segments == count(look.messages[0]).segments == 2
    assert look.units == count(look.messages[0]).units
    pages = (*look.messages, *look.later)
    assert len(pages) > 2
    assert all(f"({number}/{len(pages)})" in page for number, page in enumerate(pages[:-1], 1))
    assert all(count(page).segments <= 2 for page in pages)
    for number in range(1, 8):
        assert f"to {number} mat dien" in " ".join(pages)


def test_the_letters_to_leave_out_are_as_many_as_it_takes_and_no_more() -> None:
    text = " ".join(SENTENCE.format(n=number) for number in range(1, 8))
    look = looks_of(ward(sms=SMS))

    def over(words: str) -> int:
        return look("bridge", "sms", Reply((Paragraph(words),))).over

    lost = over(text)
    assert 0 < lost < len(text)
    assert over(text[:-lost]) == 0
    assert over(text[: 1 - lost]) == 1
    assert f"bỏ bớt {lost} chữ" in wording.sms(look("bridge", "sms", Reply((Paragraph(text),))))
    several = look("bridge", "sms", LONG).over
    assert several > max(len(one.text) for one in LONG.blocks if isinstance(one, Paragraph))


def test_a_short_one_is_one_page_of_one_sms() -> None:
    look = looks_of(ward(sms=SMS))("bridge", "sms", SHORT)
    assert (look.messages, look.later, look.segments) == (
        ("Chieu nay cup nuoc den 17 gio.",), (), 1,
    )  # fmt: skip


def test_another_gateway_is_shown_as_it_sends_and_names_no_sms() -> None:
    limits = GatewayLimits(text=100)
    look = looks_of(ward(app=limits))("bridge", "app", LONG)
    assert look.messages == tuple(part.text for part in parts_of(LONG, limits))
    assert (look.later, look.segments) == ((), 0)


def test_the_price_is_that_of_what_leaves() -> None:
    look = looks_of(ward(sms=SMS))("bridge", "sms", LONG)
    tariffs = tariffs_of(ward(sms=SMS))
    assert tariffs("bridge", "sms", look.messages).price == 700


def test_officers_read_how_many_sms_and_what_stays_behind() -> None:
    look = looks_of(ward(sms=SMS))("bridge", "sms", LONG)
    tariff = Tariff(350 * look.segments, 1_000_000)
    cost = estimate({"": 10}, 1, tariff, 0, None).cost
    assert isinstance(cost, Cost)
    said = "\n".join(wording._channel(Seen("bridge", 10, {}, look, cost)))
    assert f"mỗi người 2 SMS ({look.units} chữ); còn {len(look.later)} trang" in said
    assert "10 người mất tiền, 700đ mỗi người: nhiều nhất 7.000đ" in said
    assert said.count(wording.LATER) == len(look.later)
    short = looks_of(ward(sms=SMS))("bridge", "sms", SHORT)
    assert wording.sms(short) == "mỗi người 1 SMS (30 chữ)"
