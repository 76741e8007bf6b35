"""Frozen terms: one text for the same terms, another for others, and back again unchanged."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from secondments.agreements import terms
from secondments.agreements.terms import Capacity
from secondments.errors import ProgrammingError
from tests.agreements.cases import the_longest_terms, the_terms_of_t10, the_terms_of_t12
from tests.agreements.t1 import agreed, the_negotiated_terms_of_t1, the_terms_of_t1

CASES = pytest.mark.parametrize(
    "case",
    [
        the_terms_of_t1,
        the_negotiated_terms_of_t1,
        the_terms_of_t10,
        the_terms_of_t12,
        the_longest_terms,
    ],
)


@CASES
def test_terms_come_back_from_their_text_unchanged(case):
    assert terms.from_json(terms.canonical(case())) == case()


@CASES
def test_the_text_has_sorted_names_and_no_spaces_between(case):
    text = terms.canonical(case())
    assert text == json.dumps(
        json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def test_the_fingerprint_is_the_sha_256_of_the_text():
    text = terms.canonical(the_terms_of_t1())
    assert terms.fingerprint(the_terms_of_t1()) == hashlib.sha256(text.encode()).hexdigest()
    assert terms.digest(text) == terms.fingerprint(the_terms_of_t1())


def test_equal_numbers_have_one_fingerprint_however_they_are_written():
    t1 = the_terms_of_t1()
    same = agreed(replace(t1, share=Decimal("1.000")), pension_rate=Decimal("23.7800"))
    assert terms.fingerprint(same) == terms.fingerprint(t1)
    assert '"share":"1"' in terms.canonical(same)


@pytest.mark.parametrize(
    "change",
    [
        {"site": "4 Ashby Wharf, Tarnley"},
        {"share": Decimal("0.9")},
        {"reference": "SEC-7K3M-Q3"},
        {"last_day": the_terms_of_t1().day_of_return},
        {"changes": the_negotiated_terms_of_t1().changes},
        {"training": None},
    ],
)
def test_any_other_terms_have_another_fingerprint(change):
    t1 = the_terms_of_t1()
    assert terms.fingerprint(replace(t1, **change)) != terms.fingerprint(t1)


def test_another_position_on_one_parameter_is_another_fingerprint():
    t1 = the_terms_of_t1()
    assert terms.fingerprint(agreed(t1, notice_weeks=9)) != terms.fingerprint(t1)


def test_the_salary_is_not_among_the_terms():
    text = terms.canonical(the_terms_of_t1())
    assert "73992" not in text
    assert "salary" not in text.replace("salary_only", "")


def test_a_number_that_is_not_exact_has_no_place_in_terms():
    with pytest.raises(ProgrammingError, match="does not belong"):
        terms.canonical(replace(the_terms_of_t1(), share=0.5))


def test_a_text_that_was_changed_by_hand_is_not_read():
    text = terms.canonical(the_terms_of_t1())
    with pytest.raises(ProgrammingError, match="not written by"):
        terms.from_json(text.replace('"notice_weeks":8', '"notice_weeks": 8'))
    with pytest.raises(ProgrammingError, match="notice_weeks"):
        terms.from_json(text.replace('"notice_weeks":8', '"notice_weeks":99'))


def test_the_day_of_return_follows_the_last_day():
    assert str(the_terms_of_t1().day_of_return) == "2028-08-02"


def test_a_party_signs_in_the_field_of_its_capacity():
    fields = [party.field for party in the_terms_of_t10().parties]
    assert fields == ["sig_employer", "sig_trust", "sig_host", "sig_secondee"]
    assert the_terms_of_t1().party(Capacity.TRUST) is None
