"""A relative follows by a code given once, and loses it with the owner's word."""

from handlers.follow_codes import follow_hash
from knowledge.dossiers.statuses import DossierStatus
from tests.conversations.following.town import Town, code_of, given, taken
from tests.fakes.dossiers import dossier


def test_a_relative_follows_by_a_code_given_once(town: Town) -> None:
    owner, relative = taken(town)
    relative.hears("Em sẽ báo khi có tin", "Tình trạng")
    ((relation, until),) = town.rows("SELECT relation, expires_at FROM follow")
    assert relation == "relative"
    assert str(until).startswith("2027-02-21")

    third = town.citizen()
    third.says(code_of(owner))
    third.hears("không dùng được")


def test_before_a_relative_takes_it_up_they_are_told_what_it_is(town: Town) -> None:
    _, code = given(town)
    relative = town.citizen()
    relative.says(code)
    relative.hears("Người thân cho anh/chị nhận tin", "thu lại bất cứ lúc nào", "chỉ để báo tin")
    assert town.rows("SELECT * FROM follow") == []


def test_the_code_is_not_stored_and_its_message_is_wiped(town: Town) -> None:
    _, code = given(town)
    relative = town.citizen()
    relative.says(code)
    relative.taps("Đồng ý")

    assert town.rows("SELECT code_hash FROM follow_code") == [(follow_hash(code),)]
    assert not [row for row in town.rows("SELECT payload FROM inbound") if code in str(row)]


def test_a_code_taken_back_stops_the_relative(town: Town) -> None:
    owner, relative = taken(town)
    owner.says("/theodoi")
    owner.hears("Mã đã đưa cho người thân", "đã dùng")
    owner.taps("Thu lại mã")
    owner.hears("đã thu lại")

    relative.does_tap("ds:7")
    relative.hears("không nhận tin")
    assert town.rows("SELECT count(*) FROM follow WHERE stopped_at IS NULL") == [(0,)]


def test_the_consent_ends_by_itself(town: Town) -> None:
    _, relative = taken(town)
    town.clock.move(days=91)
    relative.does_tap("ds:7")
    relative.hears("không nhận tin")


def test_a_code_not_used_within_two_days_is_worth_nothing(town: Town) -> None:
    _, code = given(town)
    town.clock.move(hours=49)
    relative = town.citizen()
    relative.says(code)
    relative.hears("không dùng được")


def test_a_relative_cannot_pass_the_dossier_on_or_rate_it(town: Town) -> None:
    _, relative = taken(town)
    assert not [b for reply in relative.heard for b in reply.choices if "người thân" in b.label]
    relative.does_tap("follow:give")
    relative.hears("Chỉ người tra hồ sơ bằng giấy hẹn")
    town.becomes(dossier(DossierStatus.RETURNED))
    relative.does_tap("rate:7:5")
    assert town.rows("SELECT * FROM rating") == []


def test_guessed_codes_pause_like_wrong_digits(town: Town) -> None:
    town.citizen()
    guesser = town.citizen()
    for letter in "ABCDE":
        guesser.says(f"NT-AAAA{letter}-BBBBB")
        guesser.hears("không dùng được")
    guesser.says("NT-AAAAF-BBBBB")
    guesser.hears("tạm dừng")


def test_a_spent_consent_code_stands_nowhere_in_words(town: Town) -> None:
    _, code = given(town)
    plain = code.removeprefix("NT-")
    stored = "SELECT body FROM outbox UNION ALL SELECT payload FROM inbound"
    assert plain in str(town.rows(stored))
    relative = town.citizen()
    relative.says(f"mã {code.lower()}")
    relative.taps("Đồng ý")
    assert plain not in str(town.rows(stored)).upper()
