"""The agreement in short: key terms for the cover, its issue, what stands above the signatures."""

from datetime import date

from secondments import words
from secondments.agreements import facts
from secondments.agreements.terms import Terms
from secondments.documents.contract import Row, plain


def key_terms(terms: Terms) -> tuple[Row, ...]:
    """The rows of the cover. They are a summary: the clauses decide."""
    rows = {
        "Role": terms.work.role,
        "Dates": words.day_range(terms.first_day, terms.last_day),
        "Time and place": _time_and_place(terms),
        "Charge": _charge(terms),
        "Invoices": _invoices(terms),
        "Training": _training(terms),
        "Results": _results(terms),
        "Publication": _publication(terms),
        "Ending early": _ending(terms),
        "Law": facts.say(terms, "law"),
    }
    return tuple(Row(label, plain(text)) for label, text in rows.items() if text)


def issued(terms: Terms, on: date) -> str:
    """When it was issued, to how many, and when it binds."""
    return (
        f"Issued on {words.day(on)} for signature by {len(terms.parties)} parties."
        f" It takes effect {facts.say(terms, 'effective')}."
    )


def statement(terms: Terms, version: int) -> tuple[str, ...]:
    """What stands above the signatures, so that their page says what was signed."""
    names = words.listed(party.name for party in terms.parties)
    return (
        f"This is version {version} of the agreement {terms.reference} between {names}.",
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
    if not charge.vat:
        return f"{words.money(charge.net)}, no VAT"
    net, vat, total = map(words.money, (charge.net, charge.vat, charge.total))
    return f"{net} plus VAT {vat}, in all {total}"


def _invoices(terms: Terms) -> str:
    if terms.charge is None:
        return ""
    payment = facts.say(terms, "payment_days")
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


def _ending(terms: Terms) -> str:
    notice, own = facts.say(terms, "notice_weeks"), facts.say(terms, "secondee_notice_weeks")
    if notice == own:
        return f"{notice}’ notice by any party"
    return f"{notice}’ notice by the Employer or the Host, {own}’ by the Secondee"
