"""The words of every kind of agreement, kept in files: nothing changes in them unnoticed.

To renew the HTML on purpose, after reading what changed: `python -m tests.agreements.test_golden`.
The files of version 2026-1 are never renewed: agreements were issued with those words.
"""

from dataclasses import replace
from pathlib import Path

import pytest

from secondments.agreements import library, terms
from secondments.agreements.assembly import assemble
from secondments.documents import contract
from tests.agreements.kinds import a_variation, an_advisory_agreement, an_nda
from tests.agreements.t1 import ISSUED, the_negotiated_terms_of_t1
from tests.agreements.test_contract_html import Page

GOLDEN = Path(__file__).with_name("golden")
KINDS = {
    "secondment": the_negotiated_terms_of_t1,
    "advisory": an_advisory_agreement,
    "nda": an_nda,
    "variation": a_variation,
}
ISSUED_WITH_THE_FIRST = ("t1", "t10", "t12", "longest")


def article(case):
    """One tag or text a line, so that a change is seen where it is."""
    html = contract.to_article(assemble(case(), library.load(), ISSUED))
    return "".join(f"{line.strip()}\n" for line in html.splitlines() if line.strip())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_agreement_reads_as_it_did(kind):
    kept = GOLDEN.joinpath(f"{kind}.html").read_text("utf-8")
    assert article(KINDS[kind]) == kept, "If that was the purpose, renew it as the file says."


@pytest.mark.parametrize("case", ISSUED_WITH_THE_FIRST)
def test_an_agreement_issued_with_the_first_library_says_what_it_said(case):
    """Its numbering, schedules and typed quotes are those of the document that was signed, from the
    terms as they were frozen."""
    frozen = terms.from_json(GOLDEN.joinpath(f"2026-1-{case}.json").read_text("utf-8"))
    document = assemble(frozen, library.load("2026-1"), ISSUED)
    kept = GOLDEN.joinpath(f"2026-1-{case}.txt").read_text("utf-8").split()
    assert Page(contract.to_article(document)).words == kept


def test_typed_quotes_of_an_agreement_issued_with_the_first_library_stay_straight():
    """Its signed document has them so."""
    for version, printed in (("2026-1", "St John&#39;s Wharf"), ("2026-2", "St John’s Wharf")):
        given = replace(the_negotiated_terms_of_t1(), library=version, site="St John's Wharf")
        assert printed in contract.to_article(assemble(given, library.load(version), ISSUED))


if __name__ == "__main__":
    for name, made in KINDS.items():
        GOLDEN.joinpath(f"{name}.html").write_text(article(made), "utf-8")
