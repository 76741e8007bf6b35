"""The operator's file of providers: read at the start, and refused in a sentence."""

import json

import pytest
from flask import Flask

from secondments.access.providers import configured
from secondments.access.providers.configured import read
from secondments.errors import CannotStart

GOOD = {
    "code": "northmoor",
    "label": "Northmoor NHS Trust",
    "issuer": "https://login.northmoor.example",
    "client_id": "secondments",
    "client_secret_file": "northmoor.secret",
}
ENTRA = {
    **GOOD,
    "kind": "entra",
    "issuer": "https://login.microsoftonline.com/{tid}/v2.0",
    "tenants": ["1111"],
}


@pytest.fixture
def file_with(tmp_path):
    def write(*rows, text=None):
        (tmp_path / "northmoor.secret").write_text("hush\n")
        (tmp_path / "empty.secret").write_text("\n")
        path = tmp_path / "providers.json"
        path.write_text(json.dumps(rows) if text is None else text)
        return path

    return write


def test_a_provider_is_read_with_its_secret_and_pinned_algorithms(file_with):
    (found,) = read(file_with(GOOD), strict=True)
    assert (found.code, found.client_secret, found.kind) == ("northmoor", "hush", "plain")
    assert found.algorithms == ("RS256", "ES256")
    assert found.two_factors == frozenset()
    assert "hush" not in repr(found)


def test_cis2_asks_for_two_factors_and_how_long_ago(file_with):
    (found,) = read(file_with({**GOOD, "kind": "cis2"}), strict=True)
    assert found.acr_values == "AAL2_OR_AAL3_ANY"
    assert "AAL3_ANY" in found.two_factors
    assert found.max_age.total_seconds() == 12 * 3600


def test_one_tenant_is_asked_itself_and_several_at_the_common_address(file_with):
    (one,) = read(file_with(ENTRA), strict=True)
    assert one.discovered_at == "https://login.microsoftonline.com/1111/v2.0"
    (two,) = read(file_with({**ENTRA, "tenants": ["1111", "2222"]}), strict=True)
    assert two.discovered_at == "https://login.microsoftonline.com/organizations/v2.0"


WRONG = {
    "no code": ({"code": ""}, "code is missing"),
    "no issuer": ({"issuer": None}, "issuer is missing"),
    "a code in capitals": ({"code": "NM"}, "small letters"),
    "a code too long": ({"code": "n" * 31}, "small letters"),
    "a path for a code": ({"code": "../x"}, "small letters"),
    "a number": ({"client_id": 7}, "are texts"),
    "http": ({"issuer": "http://login.northmoor.example"}, "https://"),
    "http at home": ({"issuer": "http://localhost:9000"}, "https://"),
    "no address": ({"issuer": "https://"}, "plain address"),
    "a query": ({"issuer": "https://login.example/?a=b"}, "plain address"),
    "a policy": ({"issuer": "https://login.example;script-src"}, "plain address"),
    "a policy in an origin": ({"origins": ["https://x.example 'unsafe-inline'"]}, "plain address"),
    "no secret": ({"client_secret_file": "no.secret"}, "cannot be read"),
    "an empty secret": ({"client_secret_file": "empty.secret"}, "empty"),
    "another kind": ({"kind": "saml"}, "none of plain, entra, cis2"),
    "a kind that is a list": ({"kind": ["plain"]}, "none of plain, entra, cis2"),
    "HS256": ({"algorithms": ["HS256"]}, "signing algorithm HS256"),
    "no algorithm": ({"algorithms": ["none"]}, "signing algorithm none"),
    "algorithms that are a text": ({"algorithms": "RS256"}, "list of texts"),
    "tenants without Entra": ({"tenants": ["1"]}, "lists its tenants"),
    "a template without Entra": ({"issuer": "https://x.example/{tid}"}, "{tid}"),
    "Entra without a template": ({"kind": "entra", "tenants": ["1"]}, "{tid}"),
    "an organisation by name": ({"organisation": "Northmoor"}, "by its id"),
    "a setting nobody knows": ({"scope": "everything"}, "no setting called scope"),
    "a time that is none": ({"max_age_minutes": 0}, "whole number of minutes"),
    "a time that is true": ({"max_age_minutes": True}, "whole number of minutes"),
}


@pytest.mark.parametrize(("changed", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(file_with, changed, sentence):
    with pytest.raises(CannotStart) as refused:
        read(file_with({**GOOD, **changed}), strict=True)
    assert sentence in str(refused.value)
    assert str(refused.value).startswith("OIDC_PROVIDERS:")
    assert "hush" not in str(refused.value)


def test_entra_needs_its_tenants(file_with):
    with pytest.raises(CannotStart, match="lists its tenants"):
        read(file_with({**ENTRA, "tenants": []}), strict=True)


@pytest.mark.parametrize("other", ["code", "issuer"])
def test_two_are_not_the_same(file_with, other):
    second = {**GOOD, "code": "other", "issuer": "https://x.example"} | {other: GOOD[other]}
    with pytest.raises(CannotStart, match=f"two providers have the {other}"):
        read(file_with(GOOD, second), strict=True)


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", "null", "\0"])
def test_a_file_that_is_none_is_refused(file_with, text):
    with pytest.raises(CannotStart, match=r"providers\.json"):
        read(file_with(text=text), strict=True)


def test_a_provider_on_this_machine_is_for_development(file_with):
    row = {**GOOD, "issuer": "http://localhost:9000"}
    assert read(file_with(row), strict=False)[0].issuer == "http://localhost:9000"


def test_the_app_does_not_start_with_a_wrong_file(tmp_path):
    beginning = Flask("beginning")
    beginning.config |= {"OIDC_PROVIDERS": str(tmp_path / "nowhere.json"), "DEMO": False}
    with pytest.raises(CannotStart, match=r"nowhere\.json"):
        configured.init_app(beginning)


def test_without_a_file_there_is_no_provider(app, a_browser):
    with app.app_context():
        assert configured.every() == ()
    page = a_browser().see("/sign-in")
    assert "Sign in with" in page.text  # a passkey
    assert "/sign-in/with/" not in page.text
    assert "form-action 'self';" in page.headers["Content-Security-Policy"]
