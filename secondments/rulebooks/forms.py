"""The rules of an organisation as a form: every box with what is usual and who says so."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from wtforms import ValidationError

from secondments import words
from secondments.forms import Choice, Form, Lines, Whole
from secondments.people.models import Kind
from secondments.secondment import pathways
from secondments.secondment.bank_holidays import Nation
from secondments.secondment.notice import LONGEST, RULES, Counted, Length, Rule, SetBy, Unit
from secondments.secondment.profiles import LONGEST_STEP_DAYS, Step
from secondments.secondment.rulebook import (
    CATEGORY_WORDS,
    MAXIMA,
    MAXIMA_SOURCES,
    REASON_WORDS,
    REASONS,
    Rulebook,
)

MOST_MONTHS, MOST_REASONS, LONGEST_REASON = 60, 12, 60
ASKED, NOT_ASKED = "asked", "not_asked"
ASKING = ((ASKED, "Asked"), (NOT_ASKED, "Not asked"))
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
    places: Collection[str] = ()  # of a case, at which its steps are taken

    def pairs(self) -> Iterator[tuple[Rule, Whole, Choice]]:
        for code, rule in RULES.items():
            if rule.set_by is self.set_by:
                yield rule, self[f"{code}_number"], self[f"{code}_unit"]

    def steps(self) -> Iterator[tuple[Whole, Choice | None]]:
        """The days of each step that is taken here, and whether it is asked where that is open."""
        for step in pathways.taken_at(self.places):
            asked = self[f"ask_{step}"] if pathways.STEPS[step].may_be_off else None
            yield self[f"days_{step}"], asked

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
        steps = [pathways.STEPS[step] for step in pathways.taken_at(self.places)]
        asked = {r.step: self[f"ask_{r.step}"].data == ASKED for r in steps if r.may_be_off}
        maxima = {c: self[f"max_{c}"].data for c in MAXIMA if f"max_{c}" in self}
        return Rulebook(
            lengths={c: length for c, length in lengths.items() if length != RULES[c].length},
            maxima={c: months for c, months in maxima.items() if months != MAXIMA[c]},
            switched_off=frozenset(asked) - pathways.OPTIONAL - _are(asked),
            switched_on=_are(asked) & pathways.OPTIONAL,
            days={
                r.step: self[f"days_{r.step}"].data
                for r in steps
                if self[f"days_{r.step}"].data != r.days
            },
            reasons={code: kept for code, kept in said.items() if kept != REASONS[code]},
            nation=Nation(self["nation"].data) if "nation" in self else Nation.ENGLAND,
        )

    def given(self) -> dict[str, Any]:
        return {"seen": self.seen.data, "book": self.book(), "once": self.once.data}

    def _reasons(self, what: str) -> dict[str, str]:
        """A reason that was there keeps its code; a new one is kept in its own words."""
        codes = {words: code for code, words in REASONS[what].items()}
        return {codes.get(line, line): line for line in self[f"reasons_{what}"].data}


def _are(asked: Mapping[Step, bool]) -> frozenset[Step]:
    return frozenset(step for step, is_asked in asked.items() if is_asked)


def _step_boxes(places: Collection[str]) -> Iterator[tuple[str, Any]]:
    for step in pathways.taken_at(places):
        rule, is_optional = pathways.STEPS[step], step in pathways.OPTIONAL
        named = words.in_a_sentence(rule.label)
        label = f"Days for: {named}"
        usual = f"Usual: {words.counted(rule.days, 'day')}. {rule.source}."
        yield f"days_{step}", Whole(label, hint=usual, least=1, most=LONGEST_STEP_DAYS)
        if rule.may_be_off:
            usual = "Usual: not asked" if is_optional else "Usual: asked"
            yield f"ask_{step}", Choice(f"Step: {named}. {usual}", ASKING)


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
    places = frozenset({"training_body"})


class EmployingRulesForm(RulesForm):
    """What both kinds of employer set."""

    nation = Choice("Nation", Nation, hint="Its bank holidays are no working days.")


class EmployerRulesForm(EmployingRulesForm):
    """What an NHS employer sets."""

    places = frozenset({"employer", "paymaster"})


class UniversityRulesForm(EmployingRulesForm):
    """What a university sets, as an employer or beside one."""

    places = frozenset({"university", "paymaster"})


for name, box in (*_boxes(SetBy.TRAINING_BODY), *_maxima()):
    setattr(TrainingRulesForm, name, box)
for name, box in _boxes(SetBy.EMPLOYER):
    setattr(EmployingRulesForm, name, box)
FORMS: Mapping[Kind, type[RulesForm]] = {
    Kind.TRAINING_BODY: TrainingRulesForm,
    Kind.EMPLOYER: EmployerRulesForm,
    Kind.UNIVERSITY: UniversityRulesForm,
}
for kind_of_form in FORMS.values():
    for name, box in _step_boxes(kind_of_form.places):
        setattr(kind_of_form, name, box)
PLACES = {kind: kind_of_form.places for kind, kind_of_form in FORMS.items()}


def shown(kind: Kind, book: Rulebook, seen: int) -> RulesForm:
    """The form filled in with a rulebook."""
    given: dict[str, Any] = {"seen": seen, "nation": book.nation}
    for code in RULES:
        length = book.length(code)
        given |= {f"{code}_number": length.number, f"{code}_unit": length.unit}
    for rule in pathways.STEPS.values():
        is_asked = book.asks(rule.step, is_optional=rule.step in pathways.OPTIONAL)
        given[f"days_{rule.step}"] = book.days.get(rule.step, rule.days)
        given[f"ask_{rule.step}"] = ASKED if is_asked else NOT_ASKED
    given |= {f"max_{code}": book.maximum(code) for code in MAXIMA}
    given |= {f"reasons_{code}": list(book.reasons_to(code).values()) for code in REASONS}
    return FORMS[kind](**given)
