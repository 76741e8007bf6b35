"""The rules of an organisation as a form: every box with what is usual and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import ValidationError

from secondments.forms import Choice, Form, Lines, Whole
from secondments.people.models import Kind
from secondments.secondment.bank_holidays import Nation
from secondments.secondment.notice import LONGEST, RULES, Counted, Length, Rule, SetBy, Unit
from secondments.secondment.rulebook import (
    CATEGORY_WORDS,
    MAXIMA,
    MAXIMA_SOURCES,
    REASON_WORDS,
    REASONS,
    Rulebook,
)

MOST_MONTHS, MOST_REASONS, LONGEST_REASON = 60, 12, 60
USUAL = "Usual: {length} {counted}. {source}."
TOO_LONG = "Enter at most {most} {unit}"


class Reasons(Lines):
    """One reason in each box; two may not be the same."""

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - the signature is WTForms'
        if len({line.casefold() for line in self.data}) < len(self.data):
            raise ValidationError("Write each reason once")


class RulesForm(Form):
    """The parent of both kinds; the boxes of each are added below."""

    seen = Whole(hidden=True, sentence="Open the page again")
    set_by = SetBy.EMPLOYER

    def pairs(self) -> Iterator[tuple[Rule, Whole, Choice]]:
        for code, rule in RULES.items():
            if rule.set_by is self.set_by:
                yield rule, self[f"{code}_number"], self[f"{code}_unit"]

    def validate(self, extra_validators: Any = None) -> bool:
        good = bool(super().validate(extra_validators))
        for _rule, number, unit in self.pairs():
            most = LONGEST[Unit(unit.data)] if unit.data in list(Unit) else 0
            if not (number.errors or unit.errors) and number.data > most:
                number.errors = [TOO_LONG.format(most=most, unit=Unit(unit.data).label)]
                good = False
        return good

    def book(self) -> Rulebook:
        """What was entered, once it is valid: only what differs from the usual is kept."""
        lengths = {r.code: Length(n.data, Unit(u.data)) for r, n, u in self.pairs()}
        said = {code: self._reasons(code) for code in REASONS if f"reasons_{code}" in self}
        maxima = {c: self[f"max_{c}"].data for c in MAXIMA if f"max_{c}" in self}
        return Rulebook(
            lengths={c: length for c, length in lengths.items() if length != RULES[c].length},
            maxima={c: months for c, months in maxima.items() if months != MAXIMA[c]},
            reasons={code: kept for code, kept in said.items() if kept != REASONS[code]},
            nation=Nation(self["nation"].data) if "nation" in self else Nation.ENGLAND,
        )

    def given(self) -> dict[str, Any]:
        return {"seen": self.seen.data, "book": self.book(), "once": self.once.data}

    def _reasons(self, what: str) -> dict[str, str]:
        """A reason that was there keeps its code; a new one is kept in its own words."""
        codes = {words: code for code, words in REASONS[what].items()}
        return {codes.get(line, line): line for line in self[f"reasons_{what}"].data}


def _boxes(set_by: SetBy) -> Iterator[tuple[str, Any]]:
    for code, rule in RULES.items():
        if rule.set_by is set_by:
            counted = "" if rule.counted is Counted.NOTHING else rule.counted.label
            usual = USUAL.format(length=rule.length, counted=counted, source=rule.source)
            usual = usual.replace(" .", ".")
            sentence = "Enter a whole number, 0 or more"
            yield f"{code}_number", Whole(rule.what, hint=usual, most=999, sentence=sentence)
            yield f"{code}_unit", Choice(f"Unit: {rule.what}", Unit, sentence="Choose a unit")
    for code, label in REASON_WORDS.items():
        if code == "withdraw" and set_by is SetBy.TRAINING_BODY:
            continue  # the applicant withdraws from the employer's list
        yield (
            f"reasons_{code}",
            Reasons(
                label,
                hint="Shown in this order. Take one out by emptying its box.",
                thing="Reason",
                least=1,
                most=MOST_REASONS,
                each=LONGEST_REASON,
            ),
        )


def _maxima() -> Iterator[tuple[str, Any]]:
    for code, label in CATEGORY_WORDS.items():
        usual = f"Months. Usual: {MAXIMA[code]}. {MAXIMA_SOURCES[code]}."
        yield f"max_{code}", Whole(label, hint=usual, least=1, most=MOST_MONTHS)


class TrainingRulesForm(RulesForm):
    """What a training body sets."""

    set_by = SetBy.TRAINING_BODY


class EmployerRulesForm(RulesForm):
    """What an employer sets."""

    nation = Choice("Nation", Nation, hint="Its bank holidays are no working days.")


for name, box in (*_boxes(SetBy.TRAINING_BODY), *_maxima()):
    setattr(TrainingRulesForm, name, box)
for name, box in _boxes(SetBy.EMPLOYER):
    setattr(EmployerRulesForm, name, box)
FORMS: Mapping[Kind, type[RulesForm]] = {
    Kind.TRAINING_BODY: TrainingRulesForm,
    Kind.EMPLOYER: EmployerRulesForm,
    Kind.UNIVERSITY: EmployerRulesForm,
}


def shown(kind: Kind, book: Rulebook, seen: int) -> RulesForm:
    """The form filled in with a rulebook."""
    given: dict[str, Any] = {"seen": seen, "nation": book.nation}
    for code in RULES:
        length = book.length(code)
        given |= {f"{code}_number": length.number, f"{code}_unit": length.unit}
    given |= {f"max_{code}": book.maximum(code) for code in MAXIMA}
    given |= {f"reasons_{code}": list(book.reasons_to(code).values()) for code in REASONS}
    return FORMS[kind](**given)
