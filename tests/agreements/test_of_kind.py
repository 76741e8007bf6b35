"""What each kind of agreement says is what the sides settle for it."""

from dataclasses import replace

import pytest

from secondments.agreements import assembly, library
from secondments.catalogue import kinds
from secondments.catalogue.parameters import OF_KIND, PARAMETERS
from secondments.documents import contract
from tests.agreements.kinds import an_advisory_agreement
from tests.agreements.t1 import ISSUED


def article(terms):
    return str(contract.to_article(assembly.assemble(terms, library.load(), ISSUED)))


def others(parameter, now):
    """Values that could have been agreed instead."""
    match parameter:
        case kinds.Choice():
            return [code for code in parameter.words if code != now]
        case kinds.YesNo():
            return [not now]
        case kinds.Whole() | kinds.Amount():
            return [end for end in (parameter.least, parameter.most) if end != now]
        case kinds.Text():
            return ["Zebra"]
        case _:
            return [("Zebra",)]


def test_of_an_advisory_agreement_exactly_what_it_says_is_settled(monkeypatch):
    # The fingerprint changes with every term; the words are what counts here.
    monkeypatch.setattr(assembly, "fingerprint", lambda _terms: "0" * 64)
    terms = an_advisory_agreement()
    usual = article(terms)
    said = {
        name
        for name, parameter in PARAMETERS.items()
        if parameter.negotiable
        and any(
            article(replace(terms, parameters={**terms.parameters, name: other})) != usual
            for other in others(parameter, terms.parameters[name])
        )
    }
    assert said == OF_KIND["advisory"]


@pytest.mark.parametrize("kind", OF_KIND)
def test_what_is_settled_for_a_kind_is_negotiable(kind):
    assert all(PARAMETERS[name].negotiable for name in OF_KIND[kind])
