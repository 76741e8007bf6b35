"""The agreement in short: key terms for the cover, its issue, what stands above the signatures."""

from collections.abc import Callable, Mapping
from datetime import date

from secondments import words
from secondments.agreements import facts
from secondments.agreements.terms import Charge, Kind, Terms
from secondments.documents.contract import Row, plain

NAMED_AT_MOST = 4


def key_terms(terms: Terms) -> tuple[Row, ...]:
    """The rows of the cover. They are a summary: the clauses decide."""
    rows = KEY_TERMS[terms.kind](terms)
    return tuple(Row(label, plain(text)) for label, text in rows.items() if text)


def _of_a_secondment(terms: Terms) -> dict[str, str]:
    return {
        "Role": terms.work.role,
        "Dates": words.day_range(terms.first_day, terms.last_day),
        "Time and place": _time_and_place(terms),
        "Charge": _charge(terms),
        "Invoices": _invoices(terms),
        "Training": _training(terms),
        "Results": _results(terms),
        "Publication": _publication(terms),
        "Ending early": _ending(terms, "Secondee"),
        "Law": facts.say(terms, "law"),
    }


def _of_advice(terms: Terms) -> dict[str, str]:
    return {
        "Role": terms.work.role,
        "Dates": words.day_range(terms.first_day, terms.last_day),
        "Time": f"At most {words.share(terms.share)}, on average",
        "Fee": _fee(terms),
        "Invoices": _invoices(terms),
        "Results": "The Host owns them; free academic and clinical use",
        "Ending": _ending(terms, "Adviser"),
        "Law": facts.say(terms, "law"),
    }


def _of_confidence(terms: Terms) -> dict[str, str]:
    return {
        "Purpose": "To find out whether a secondment or advice is possible, and to prepare it",
        "Information given": words.day_range(terms.first_day, terms.last_day),
        "Kept secret for": f"{facts.say(terms, 'conf_years_after')} after that",
        "Never included": "Information from which a patient could be identified",
        "Law": facts.say(terms, "law"),
    }


def _of_a_variation(terms: Terms) -> dict[str, str]:
    return {
        "Varies": f"The agreement {terms.variation_of}",
        "Terms changed": words.listed(each.term for each in terms.varies)
        if len(terms.varies) <= NAMED_AT_MOST
        else f"{len(terms.varies)}, listed in Schedule 2",
        "Everything else": "Stays as it is",
        "Law": facts.say(terms, "law"),
    }


KEY_TERMS: Mapping[Kind, Callable[[Terms], dict[str, str]]] = {
    Kind.SECONDMENT: _of_a_secondment,
    Kind.ADVISORY: _of_advice,
    Kind.NDA: _of_confidence,
    Kind.VARIATION: _of_a_variation,
}


def issued(terms: Terms, on: date) -> str:
    """When it was issued, to how many, and when it binds."""
    return (
        f"Issued on {words.day(on)} for signature by {len(terms.parties)} parties."
        f" It takes effect {facts.say(terms, 'effective')}."
    )


def statement(terms: Terms, version: int) -> tuple[str, ...]:
    """What stands above the signatures, so that their page says what was signed."""
    names = words.listed(party.name for party in terms.parties)
    name = facts.AGREEMENT.get(terms.kind, "agreement")
    return (
        f"This is version {version} of the {name} {terms.reference} between {names}.",
        "Each person signs for the party named, and says that they have read this version and may"
        " sign it. The service writes into each signature who signed, the date and the time in UTC"
        " and in UK time, and how the person’s identity was checked.",
    )


def _time_and_place(terms: Terms) -> str:
    time = words.share(terms.share)
    if not terms.parameters["remote_ok"]:
        return facts.sentence(f"{time}, {terms.site}, on site")
    onsite = terms.parameters["onsite_min_pct"]
    ending = f", at least {facts.say(terms, 'onsite_min_pct')} on site" if onsite else ""
    return facts.sentence(f"{time}, {terms.site}{ending}")


def _charge(terms: Terms) -> str:
    charge = terms.charge
    if charge is None:
        return "None: the Host pays the Secondee"
    return _sum(charge)


def _fee(terms: Terms) -> str:
    if terms.charge is None:
        return "None"
    return f"{_sum(terms.charge)}, paid to the {facts.payee(terms)}"


def _sum(charge: Charge) -> str:
    if not charge.vat:
        return f"{words.money(charge.net)}, no VAT"
    net, vat, total = map(words.money, (charge.net, charge.vat, charge.total))
    return f"{net} plus VAT {vat}, in all {total}"


def _invoices(terms: Terms) -> str:
    if terms.charge is None:
        return ""
    payment = facts.say(terms, "payment_days")
    if terms.kind is Kind.ADVISORY:
        count = words.counted(len(terms.charge.instalments), "invoice")
        return facts.sentence(f"{count}, payable within {payment}")
    return facts.sentence(f"{facts.say(terms, 'invoice_every')}, payable within {payment}")


def _training(terms: Terms) -> str:
    training = terms.training
    if training is None:
        return ""
    months = training.credit_months
    credit = (
        f"credit of up to {months} month{'' if months == 1 else 's'}" if months else "no credit"
    )
    return facts.sentence(f"{facts.category(training)}, {credit}")


def _results(terms: Terms) -> str:
    if terms.parameters["ip_model"] == "university_owns_host_option":
        owner, time = facts.academic_owner(terms), facts.say(terms, "option_months")
        return facts.sentence(f"{owner} owns them; the Host has {time} to negotiate a licence")
    return facts.sentence(facts.say(terms, "ip_model"))


def _publication(terms: Terms) -> str:
    delay = terms.parameters["delay_max"]
    longest = f"a delay of at most {facts.say(terms, 'delay_max')}" if delay else "no delay"
    return f"{facts.say(terms, 'review_days')} to comment, {longest}"


def _ending(terms: Terms, person: str) -> str:
    notice, own = facts.say(terms, "notice_weeks"), facts.say(terms, "secondee_notice_weeks")
    if notice == own:
        return f"{notice}’ notice by any party"
    return f"{notice}’ notice by the Employer or the Host, {own}’ by the {person}"
