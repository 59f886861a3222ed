"""Receipt and PIN: enough bits, nothing in clear, one answer for every wrong try, slower each time."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, identify_hasher, make_password
from django.utils.module_loading import import_string

from complaints.identity import receipts
from complaints.identity.receipts import TooManyAttempts, WrongReceipt, open_case
from complaints.intake.filing import file_case
from complaints.models import Case
from protection import hashing
from tests.complaints.factories import an_intake


@pytest.fixture
def filed(units):
    return file_case(an_intake(), submission_key="a submission")


def test_a_receipt_and_its_pin_open_the_case_however_they_are_typed(filed):
    assert open_case(filed.receipt, filed.pin, "here") == filed.case
    typed = filed.receipt.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert open_case(typed, filed.pin.lower(), "here") == filed.case


def test_together_they_have_ninety_bits():
    assert len(receipts.normal(receipts.receipt_for("x"))) * 5 == 60
    assert len(receipts.pin_for("x")) * 5 == 30
    seen = {receipts.receipt_for(f"key {number}") for number in range(2000)}
    assert len(seen) == 2000
    assert set("".join(seen)) - {"-"} == set(receipts.ALPHABET)


def test_nothing_of_them_is_stored(filed):
    row = str(Case.objects.values().get())
    assert receipts.normal(filed.receipt) not in row
    assert filed.receipt not in row
    assert filed.pin not in row
    assert "a submission" not in row
    assert identify_hasher(filed.case.pin_hash)


def test_production_hashes_slowly():
    """The test settings hash cheaply; the real ones do not."""
    from portal.settings import base

    by_name = {hasher.algorithm: hasher for hasher in map(import_string, base.PASSWORD_HASHERS)}
    assert issubclass(import_string(base.PASSWORD_HASHERS[0]), Argon2PasswordHasher)
    assert by_name[base.PIN_HASHER] is hashing.Keyed


def test_the_hash_of_a_pin_opens_nothing_without_the_key_it_was_made_under(settings, filed):
    """Also after the key was changed, and a PIN that was hashed before there was one in it."""
    case, settings.PIN_HASHER = filed.case, "keyed"
    for hasher in ("keyed", "md5"):
        case.pin_hash = make_password(receipts.normal(filed.pin), hasher=hasher)
        assert len(case.pin_hash) <= Case._meta.get_field("pin_hash").max_length
        case.save()
        assert open_case(filed.receipt, filed.pin, "here") == case
    case.pin_hash = receipts.hash_pin(filed.pin)
    case.save()
    before, settings.BLIND_INDEX_KEY = settings.BLIND_INDEX_KEY, "another key that is long enough " * 2
    assert not check_password(receipts.normal(filed.pin), case.pin_hash)
    settings.BLIND_INDEX_OLD_KEYS = [before]
    assert open_case(filed.receipt, filed.pin, "here") == case


def test_unknown_and_wrong_are_told_apart_by_nothing(filed):
    with pytest.raises(WrongReceipt) as unknown:
        open_case("0000-0000-0000", filed.pin, "here")
    with pytest.raises(WrongReceipt) as wrong:
        open_case(filed.receipt, "000000", "here")
    assert str(unknown.value) == str(wrong.value)


def test_an_unknown_receipt_costs_a_hash_as_well(filed, monkeypatch):
    checked = []
    monkeypatch.setattr(receipts, "check_password", lambda pin, kept, **how: checked.append(kept) or False)
    for receipt in ("0000-0000-0000", filed.receipt):
        with pytest.raises(WrongReceipt):
            open_case(receipt, "000000", "here")
    assert len(checked) == 2
    assert all(checked)


def test_who_guesses_waits_longer_and_longer(filed):
    waits = []
    for _try in range(8):
        try:
            open_case(filed.receipt, "000000", "there")
        except WrongReceipt:
            continue
        except TooManyAttempts as slow:
            waits.append(slow.seconds)
    assert waits
    assert all(seconds > 0 for seconds in waits)
    # The right PIN does not go around the pause.
    with pytest.raises(TooManyAttempts):
        open_case(filed.receipt, filed.pin, "there")


def test_guesses_at_the_same_moment_take_their_turns(filed, monkeypatch):
    """While one PIN is compared, which takes long, others come from the same network: none is looked at."""
    check, more = receipts.check_password, []

    def meanwhile(*args, **how):
        monkeypatch.setattr(receipts, "check_password", check)
        for _try in range(4):
            with pytest.raises(TooManyAttempts):
                open_case(filed.receipt, filed.pin, "there")
            more.append(True)
        return check(*args, **how)

    for _try in range(receipts.BY_PAIR.allowed):
        with pytest.raises(WrongReceipt):
            open_case(filed.receipt, "000000", "there")
    monkeypatch.setattr(receipts, "check_password", meanwhile)
    with pytest.raises(WrongReceipt):
        open_case(filed.receipt, "000000", "there")
    assert len(more) == 4


def guesses(receipt, clients, number):
    """How many of so many wrong PINs, sent by turns from some clients, were looked at."""
    looked_at = 0
    for turn in range(number):
        try:
            open_case(receipt, "000000", clients[turn % len(clients)])
        except WrongReceipt:
            looked_at += 1
        except TooManyAttempts:
            continue
    return looked_at


def test_many_clients_at_one_receipt_are_slowed_together(filed):
    clients = [f"198.51.100.{last}" for last in range(40)]
    # Alone, each would be looked at six times: 240.
    assert guesses(filed.receipt, clients, 400) < 100


def test_who_hammers_a_receipt_does_not_keep_its_owner_out(filed):
    guesses(filed.receipt, [f"198.51.100.{last}" for last in range(60)], 600)
    assert open_case(filed.receipt, filed.pin, "the owner's telephone") == filed.case


def test_who_is_given_65536_networks_is_slowed_over_all_of_them(filed):
    networks = [f"2001:db8:1:{number:x}::/64" for number in range(300)]
    assert guesses(filed.receipt, networks, 300) <= receipts.BY_SITE.allowed + 1
    with pytest.raises(TooManyAttempts):
        open_case(filed.receipt, filed.pin, "2001:db8:1:ffff::/64")
    assert open_case(filed.receipt, filed.pin, "2001:db8:2:1::/64") == filed.case


def test_an_owner_who_mistypes_under_attack_waits_a_bounded_time(filed):
    guesses(filed.receipt, [f"198.51.100.{last}" for last in range(200)], 400)
    with pytest.raises(WrongReceipt):
        open_case(filed.receipt, "000000", "the owner's telephone")
    with pytest.raises(TooManyAttempts) as slow:
        open_case(filed.receipt, filed.pin, "the owner's telephone")
    assert slow.value.seconds <= receipts.BY_PAIR.most_seconds == 900


def spray(network, number, start=0):
    """So many wrong PINs from a network, each at another receipt that does not exist."""
    for at in range(start, start + number):
        with pytest.raises(WrongReceipt):
            open_case(f"0000-0000-{at:04d}", "000000", network)


def test_failures_at_many_receipts_ask_a_question_and_keep_nobody_out(filed):
    spray("village", receipts.BY_CLIENT.allowed)
    assert receipts.crowded("village") == 0
    spray("village", 5, start=100)
    assert 0 < receipts.crowded("village") <= receipts.BY_CLIENT.most_seconds == 20
    assert receipts.crowded("next village") == 0
    assert open_case(filed.receipt, filed.pin, "village") == filed.case
    assert receipts.crowded("village"), "who is right is no proof of the others"


def test_the_networks_of_one_site_are_counted_together(filed):
    for _number in range(receipts.BY_SURROUNDINGS.allowed + 1):
        receipts.BY_SURROUNDINGS.fail("2001:db8:1::/48")
    spray("2001:db8:1:7::/64", 1)
    assert receipts.crowded("2001:db8:1:8::/64")
    assert not receipts.crowded("2001:db8:2:8::/64")


def test_who_is_right_starts_afresh_with_their_receipt(filed):
    for _try in range(5):
        with pytest.raises(WrongReceipt):
            open_case(filed.receipt, "000000", "here")
    open_case(filed.receipt, filed.pin, "here")
    for _try in range(5):
        with pytest.raises(WrongReceipt):
            open_case(filed.receipt, "000000", "here")


def test_an_own_receipt_buys_no_more_guesses_at_others(filed):
    for at in range(receipts.BY_CLIENT.allowed + 1):
        spray("guesser", 1, start=at)
        open_case(filed.receipt, filed.pin, "guesser")
    assert receipts.crowded("guesser")
