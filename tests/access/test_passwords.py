"""Which passwords are taken. No database."""

import pytest

from secondments.access import passwords
from secondments.access.passwords import TOO_CLOSE, TOO_COMMON, TOO_SHORT, matches, why_not

ABOUT = ["Dr Carys Whitfield", "carys.whitfield@northmoor.example"]


@pytest.mark.parametrize(
    "password",
    [
        "tea kettle fence marble",
        "correct horse battery staple",
        "k3#Qm9vTz!px",
        "   spaces at both ends   ",
        "summer in Whitby with gran",
        "дождь стучит по крыше",
        "🦉🌲🪨🌊🫖🧵🪁🐚🍄🪵🧭🔭",
        "x9" + "the longest that anyone types " * 34,
    ],
)
def test_long_enough_and_ones_own_is_good_enough(password):
    assert why_not(password, about=ABOUT) is None


@pytest.mark.parametrize("password", ["", "eleven char", "e\u0301" * 11, "\ufdfa" * 11])
def test_fewer_than_twelve_characters_are_too_short_however_they_are_counted(password):
    assert why_not(password) == TOO_SHORT


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password123456!",
        "P@ssw0rd2027!!",
        "qwertyuiop123",
        "123456789012",
        "aaaaaaaaaaaa",
        "abcabcabcabc",
        "letmeinletmein",
        "manchesterunited",
        "Hospital1234",
        "QWERTYqwerty!!",
        "".join(chr(0xFF10 + n % 10) for n in range(1, 13)),
    ],
)
def test_the_commonest_are_refused_in_every_disguise(password):
    assert why_not(password) == TOO_COMMON


@pytest.mark.parametrize(
    "password",
    ["CarysWhitfield1!", "secondments2027", "Secondments-Whitfield!", "northmoor.example"],
)
def test_a_name_an_address_or_the_service_is_no_password(password):
    assert why_not(password, about=ABOUT) == TOO_CLOSE


def test_the_same_password_from_another_keyboard_matches():
    kept = passwords.hashed("caf\u00e9 kettle fence marble")
    assert matches(kept, "cafe\u0301 kettle fence marble")
    assert not matches(kept, "cafe kettle fence marble")


def test_nothing_is_cut_off():
    kept = passwords.hashed("x" * 72 + "1")
    assert not matches(kept, "x" * 72 + "2")
    assert not matches(kept, "x" * 72)
    assert not matches(kept, "x" * 72 + "1 ")


@pytest.mark.parametrize("password", ["", "\ud800" * 12, "\0" * 12, "y" * 10**7])
def test_what_cannot_be_a_password_never_matches_and_never_breaks(password):
    assert not matches(passwords.hashed("tea kettle fence marble"), password)
    assert not matches(None, password)


def test_it_is_kept_as_argon2id_with_the_settings_of_the_design():
    assert passwords.hashed("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_words_that_nobody_has_match_nothing():
    assert not matches(None, "nobody has this password")
