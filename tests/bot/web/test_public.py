"""Pages without a conversation: the directory, cards, the printed list, hours, privacy."""

from bot.web.ports import Directory, LifeEvent, Listed
from bot.web.public.listing import shelves, shown_title, sort_key
from tests.bot.web.conftest import Site
from tests.fakes.web_desk import BIRTH


def test_the_directory_leads_by_event_field_and_letter(site: Site) -> None:
    page = site.client.get("/thu-tuc").text
    assert "/thu-tuc?viec=sinh-con" in page
    assert "/thu-tuc?linh-vuc=ho-kinh-doanh" in page
    assert "/thu-tuc?chu=%C4%91" in page


def test_every_list_of_the_directory_opens(site: Site) -> None:
    page = site.client.get("/thu-tuc").text
    links = {part.split('"', 1)[0] for part in page.split('href="')[1:]}
    lists = sorted(link for link in links if link.startswith("/thu-tuc?"))
    assert len(lists) == 6
    for link in lists:
        assert "/thu-tuc/" in site.client.get(link).text


def test_an_unknown_list_is_a_404(site: Site) -> None:
    assert site.client.get("/thu-tuc?linh-vuc=khong-co").status_code == 404


def test_searching_the_directory_asks_in_the_chat(site: Site) -> None:
    response = site.client.post("/tro-chuyen", data={"text": "giấy khai sinh"})
    assert response.url.path == "/"
    assert site.desk.texts() == ["giấy khai sinh"]


def test_a_card_page_shows_the_card_under_its_name(site: Site) -> None:
    page = site.client.get(f"/thu-tuc/{BIRTH}").text
    assert "<h1>Đăng ký khai sinh</h1>" in page
    assert "Giấy chứng sinh" in page
    assert f"/in/{BIRTH}" in page


def test_a_choice_on_a_card_page_carries_the_subject_along(site: Site) -> None:
    page = site.client.get(f"/thu-tuc/{BIRTH}").text
    choices = page[page.index('class="choices') :]
    assert 'name="start" value="p_1-001193"' in choices


def test_an_unknown_procedure_is_a_404(site: Site) -> None:
    assert site.client.get("/thu-tuc/9.999999").status_code == 404
    assert site.client.get("/in/9.999999").status_code == 404


def test_the_printed_page_lists_what_to_bring_with_boxes(site: Site) -> None:
    page = site.client.get(f"/in/{BIRTH}").text
    assert '<ul class="checks"><li>Tờ khai' in page
    assert "In ngày 23/11/2026" in page
    assert 'name="action"' not in page


def test_hours_and_privacy_have_their_pages(site: Site) -> None:
    assert "<h1>Giờ làm việc</h1>" in site.client.get("/gio-lam-viec").text
    assert "<h1>Quyền riêng tư</h1>" in site.client.get("/quyen-rieng-tu").text


def test_looking_at_pages_stores_nothing(site: Site) -> None:
    for page in ("/", "/thu-tuc", f"/thu-tuc/{BIRTH}", f"/?thu-tuc={BIRTH}", "/?hoi=x"):
        site.client.get(page)
    assert site.desk.received == []


def test_a_monitor_may_ask_with_head(site: Site) -> None:
    assert site.client.head("/").status_code == 200
    assert site.client.head("/thu-tuc").status_code == 200


def test_vietnamese_letters_sort_in_their_own_order() -> None:
    words = ["Đất", "Chứng", "Dân", "Ảnh", "Ăn", "An", "Án", "Ấn"]
    expected = ["An", "Án", "Ảnh", "Ăn", "Ấn", "Chứng", "Dân", "Đất"]
    assert sorted(words, key=sort_key) == expected


def test_the_word_that_begins_every_title_is_left_out() -> None:
    assert shown_title("Thủ tục đăng ký kết hôn") == "Đăng ký kết hôn"
    assert shown_title("Đăng ký khai tử") == "Đăng ký khai tử"


def test_a_life_event_without_a_procedure_in_force_is_left_out() -> None:
    directory = Directory(
        (Listed("1.000001", "Cấp giấy", "Hộ tịch"),),
        (LifeEvent("Chuyển nhà", ("1.999999",)), LifeEvent("Sinh con", ("1.000001",))),
    )
    assert [one.name for one in shelves(directory).events] == ["Sinh con"]


def test_a_directory_of_hundreds_keeps_every_page_small(site: Site) -> None:
    many = Directory(
        tuple(
            Listed(
                f"1.{n:06}", f"Thủ tục cấp giấy phép số {n} cho hộ gia đình", f"Lĩnh vực {n % 30}"
            )
            for n in range(700)
        )
    )
    site.public.listed = many
    assert len(site.client.get("/thu-tuc").content) < 20_000
    assert len(site.client.get("/thu-tuc?linh-vuc=linh-vuc-7").content) < 20_000
    assert len(site.client.get("/thu-tuc?chu=c").content) < 20_000


def test_a_long_list_is_leafed_through_to_its_end(site: Site) -> None:
    site.public.listed = Directory(
        tuple(Listed(f"1.{n:06}", f"Cấp giấy số {n}", "Hộ tịch") for n in range(150))
    )
    seen = 0
    for number in (1, 2, 3):
        page = site.client.get(f"/thu-tuc?chu=c&trang={number}").text
        seen += page.count('href="/thu-tuc/1.')
    assert seen == 150
    assert "Trang tiếp" not in page
    for beyond in ("4", "0", "-1", "x"):
        assert site.client.get(f"/thu-tuc?chu=c&trang={beyond}").status_code == 404
