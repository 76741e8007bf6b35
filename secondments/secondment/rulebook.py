"""What an organisation may set for itself, as one value: shipped, changed, kept in versions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from secondments import words
from secondments.secondment.bank_holidays import Nation
from secondments.secondment.choices import DECLINE_REASONS, RETURN_REASONS, WITHDRAW_REASONS
from secondments.secondment.notice import CREDIT, LONG, RULES, Asked, Counted, Length, SetBy, Unit
from secondments.secondment.profiles import StepRule

# Months that a category may last in all, what was taken before included (domain.md §1.1).
MAXIMA = {"OOPT": 12, "OOPR": 36, "OOPE": 12, "OOPC": 12, "OOPP": 24}
MAXIMA_SOURCES = {
    "OOPT": "GMC and London pages: 1 year, exceptionally 2 [S7b][S10]",
    "OOPR": "GMC, London and KSS pages: 3 years, a fourth if the dean agrees first [S7b][S10][S8]",
    "OOPE": "KSS and London pages: commonly 1 year [S8][S10]",
    "OOPC": "London page: usually no more than 1 year [S10]",
    "OOPP": "East of England and Severn pages: 2 years since August 2024 [S12][S29b]",
}
CATEGORY_WORDS = {
    "OOPT": "Time out for training (OOPT)",
    "OOPR": "Time out for research (OOPR)",
    "OOPE": "Time out for experience (OOPE)",
    "OOPC": "Career break (OOPC)",
    "OOPP": "Pause in training (OOPP)",
}
REASONS: Mapping[str, Mapping[str, str]] = {
    "return": RETURN_REASONS,
    "decline": DECLINE_REASONS,
    "withdraw": WITHDRAW_REASONS,
}
REASON_WORDS = {
    "return": "Reasons to return a proposal",
    "decline": "Reasons to decline a proposal",
    "withdraw": "Reasons to withdraw a proposal",
}


@dataclass(frozen=True)
class Rulebook:
    """Everything one organisation has set; what is not in it is as shipped."""

    lengths: Mapping[str, Length] = field(default_factory=dict)
    maxima: Mapping[str, int] = field(default_factory=dict)
    switched_off: frozenset[str] = frozenset()
    switched_on: frozenset[str] = frozenset()  # of the steps that are off unless they are wanted
    days: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    nation: Nation = Nation.ENGLAND

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Rulebook:
        """From what `as_kept` wrote."""
        return cls(
            lengths={code: Length(n, Unit(unit)) for code, (n, unit) in kept["lengths"].items()},
            maxima=kept["maxima"],
            switched_off=frozenset(kept["switched_off"]),
            switched_on=frozenset(kept.get("switched_on", ())),
            days=kept["days"],
            reasons=kept["reasons"],
            nation=Nation(kept["nation"]),
        )

    def as_kept(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "lengths": {code: [each.number, str(each.unit)] for code, each in self.lengths.items()},
            "maxima": dict(self.maxima),
            "switched_off": sorted(self.switched_off),
            "switched_on": sorted(self.switched_on),
            "days": dict(self.days),
            "reasons": {kind: dict(said) for kind, said in self.reasons.items()},
            "nation": str(self.nation),
        }

    def length(self, code: str) -> Length:
        return self.lengths.get(code, RULES[code].length)

    def maximum(self, category: str) -> int | None:
        """Months, or None for a category without one."""
        return self.maxima.get(category, MAXIMA.get(category))

    def reasons_to(self, what: str) -> Mapping[str, str]:
        """What may be chosen to `return`, `decline` or `withdraw`: code to words."""
        return self.reasons.get(what, REASONS[what])

    def asks(self, step: str, *, is_optional: bool) -> bool:
        """Whether a step is asked; an optional one only where it was switched on."""
        return step in self.switched_on if is_optional else step not in self.switched_off

    def said(
        self, steps: Iterable[StepRule], optional: Collection[str]
    ) -> Iterator[tuple[str, str]]:
        """Everything that can differ between two versions, in words; `steps` are those it sets."""
        yield "Nation", self.nation.label
        for code, rule in RULES.items():
            yield rule.what, str(self.length(code))
        for code in MAXIMA:
            yield f"Longest {CATEGORY_WORDS[code].lower()}", f"{self.maximum(code)} months"
        for step in steps:
            label, is_optional = words.in_a_sentence(step.label), step.step in optional
            is_asked = self.asks(step.step, is_optional=is_optional)
            yield f"Step: {label}", "asked" if is_asked else "not asked"
            yield f"Days for: {label}", words.counted(self.days.get(step.step, step.days), "day")
        for kind, label in REASON_WORDS.items():
            yield label, "; ".join(self.reasons_to(kind).values())


@dataclass(frozen=True)
class Rules:
    """The rules in force for a case: of its training body, its employer and its university."""

    training: Rulebook = field(default_factory=Rulebook)
    employer: Rulebook = field(default_factory=Rulebook)
    university: Rulebook | None = None  # of a case that has one

    def of(self, set_by: SetBy) -> Rulebook:
        return self.training if set_by is SetBy.TRAINING_BODY else self.employer

    def at(self, organisation: str) -> Rulebook:
        """By the name of a relationship of Secondment; a company sets no rules here."""
        paying = self.university or self.employer
        books = {"training_body": self.training, "employer": self.employer}
        books |= {"university": paying, "paymaster": paying}
        return books.get(organisation, Rulebook())

    def asked(self, code: str) -> Asked:
        rule = RULES[code]
        return Asked(rule, self.of(rule.set_by).length(code), self.employer.nation)

    def on_time(self, *, credit: bool, long: bool = True, trainee: bool = True) -> list[Asked]:
        """Every rule that has a day of its own in such a case, in the order of RULES."""
        counts = {"": True, CREDIT: credit, LONG: long}
        return [
            self.asked(code)
            for code, rule in RULES.items()
            if rule.counted is not Counted.NOTHING
            and counts[rule.needs]
            and (trainee or rule.set_by is SetBy.EMPLOYER)
        ]

    def before_sending(self, *, credit: bool, trainee: bool = True) -> list[Asked]:
        """The rules that say how early a proposal has to be sent."""
        found = self.on_time(credit=credit, trainee=trainee)
        return [each for each in found if each.rule.asks]
