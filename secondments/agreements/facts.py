"""The facts of a case as its clauses say them: the fixed list of what may stand in a text."""

from collections.abc import Callable, Mapping

from secondments import words
from secondments.agreements.terms import Capacity, Kind, Terms, Training
from secondments.catalogue import parameters

CATEGORIES: Mapping[str, str] = {
    "OOPT": "training",
    "OOPR": "research",
    "OOPE": "experience",
    "OOPC": "a career break",
    "OOPP": "a pause",
}

# What the person is called where it is not the Secondee.
PERSON: Mapping[Kind, str] = {Kind.ADVISORY: "Adviser", Kind.NDA: "Individual"}
# What this agreement is called in its own sentences.
AGREEMENT: Mapping[Kind, str] = {Kind.VARIATION: "variation"}


def say(terms: Terms, name: str) -> str:
    """A parameter of these terms, as it stands in a sentence."""
    return parameters.say(name, terms.parameters[name])


def sentence(text: str) -> str:
    """The text with a capital at the front."""
    return text[:1].upper() + text[1:]


def together(name: str, addition: str) -> str:
    """A name with what is added to it, if anything is."""
    return f"{name}, {addition}" if addition else name


def category(training: Training) -> str:
    """Out of programme for experience (OOPE)."""
    return f"out of programme for {CATEGORIES[training.category]} ({training.category})"


def credit(training: Training) -> str:
    return words.counted(training.credit_months, "month")


def word_of(terms: Terms, capacity: Capacity) -> str:
    """As what a party is named: Employer, Host; Secondee, or Adviser in an advisory agreement."""
    if capacity is Capacity.SECONDEE:
        return PERSON.get(terms.kind, capacity.word)
    return capacity.word


def of_person(terms: Terms, text: str) -> str:
    """A text of the catalogue, which says Secondee, in the words of this kind of agreement."""
    return text.replace(Capacity.SECONDEE.word, word_of(terms, Capacity.SECONDEE))


def academic_owner(terms: Terms) -> str:
    """Who owns what the home side owns: the university, where it is a party of its own."""
    return "the University" if terms.party(Capacity.UNIVERSITY) else "the Employer"


def of_parties(terms: Terms) -> str:
    return words.listed(f"the {word_of(terms, party.capacity)}" for party in terms.parties)


def home_bodies(terms: Terms) -> list[str]:
    """The organisations of the home side: the Employer and the Trust."""
    home = (Capacity.EMPLOYER, Capacity.UNIVERSITY, Capacity.TRUST)
    return [f"the {each.word}" for each in home if terms.party(each)]


def payee(terms: Terms) -> str:
    """Who invoices: the Employer, or the Adviser to whom a fee is paid."""
    to_person = terms.kind is Kind.ADVISORY and terms.fee_paid_to == "person"
    return word_of(terms, Capacity.SECONDEE if to_person else Capacity.EMPLOYER)


def _of_training(said: Callable[[Training], str]) -> Callable[[Terms], str]:
    return lambda terms: said(terms.training) if terms.training else ""


FACTS: Mapping[str, Callable[[Terms], str]] = {
    "parties": of_parties,
    "home_bodies": lambda terms: words.listed(home_bodies(terms)),
    "academic_owner": academic_owner,
    "fee_payee": lambda terms: f"the {payee(terms)}",
    "variation_of": lambda terms: terms.variation_of,
    "first_day": lambda terms: words.day(terms.first_day),
    "last_day": lambda terms: words.day(terms.last_day),
    "day_of_return": lambda terms: words.day(terms.day_of_return),
    "share": lambda terms: words.share(terms.share),
    "site": lambda terms: terms.site,
    "host_manager": lambda terms: terms.host_manager.name,
    "home_contact": lambda terms: terms.home_contact.name,
    "oop_category": _of_training(category),
    "credit": _of_training(credit),
    "approval": _of_training(lambda training: training.approval),
}
PLACEHOLDERS = frozenset(FACTS) | frozenset(parameters.PARAMETERS)


def of(terms: Terms) -> dict[str, str]:
    """What stands for each placeholder in the clauses of these terms."""
    said = {name: fact(terms) for name, fact in FACTS.items()}
    return said | {name: of_person(terms, say(terms, name)) for name in terms.parameters}
