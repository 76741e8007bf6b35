"""A pathway drawn for people: an SVG of plain shapes, and the same said as a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from secondments import words
from secondments.errors import NotFound
from secondments.secondment import pathways
from secondments.secondment.gates import Gate
from secondments.secondment.pathways import Pathway, Side, StepRule

BOX, GAP, EDGE, LINE = 64, 28, 12, 24  # pixels: a step, between boxes, around a group, a line
PLACES = {
    "employer": "employer",
    "training_body": "training body",
    "university": "university",
    "paymaster": "university, or the employer where there is none",
    "company": "company",
}
PARTIES = {
    "employer": "the employer",
    "university": "the university",
    "company": "the company",
    "applicant": "you",
}
CONDITIONS = {
    "credit": "only if it is to count towards training",
    "college": "only if it is to count, or the place is not approved",
    "university": "only where a university is a party",
}
OPTIONAL = "only where the training body asks for it"


@dataclass(frozen=True)
class Stop:
    """One step, as it is drawn and said."""

    name: str
    under: str
    when: str  # a condition, or nothing


@dataclass(frozen=True)
class Stage:
    """Steps that run side by side, or one step; `heading` is said before the first of a side."""

    heading: str
    stops: Sequence[Stop]

    @property
    def together(self) -> bool:
        return len(self.stops) > 1


@dataclass(frozen=True)
class Box:
    """A rectangle from the top, in pixels; its text is in lines from its left edge."""

    y: int
    height: int
    lines: Sequence[tuple[int, str]]
    kind: str


@dataclass(frozen=True)
class Drawing:
    """Boxes and arrows one under another: the width is what the page gives, the text its size."""

    height: int
    boxes: Sequence[Box]
    arrows: Sequence[tuple[int, int]]
    label: str


@dataclass(frozen=True)
class Shown:
    """One pathway on its page."""

    code: str
    label: str
    about: str
    version: int
    stages: Sequence[Stage]
    signing: str
    gates: Sequence[str]
    drawing: Drawing


def every() -> list[Shown]:
    return [_shown(pathway) for pathway in pathways.every_newest()]


def one(code: str) -> Shown:
    """Raises NotFound."""
    found = next((shown for shown in every() if shown.code == code), None)
    if found is None:
        raise NotFound("There is no such pathway.")
    return found


def _shown(pathway: Pathway) -> Shown:
    stages, signing = list(stages_of(pathway)), _signing(pathway)
    return Shown(
        code=pathway.code,
        label=pathway.label,
        about=pathway.about,
        version=pathway.version,
        stages=stages,
        signing=signing,
        gates=[Gate(code).label for code in pathway.gates],
        drawing=drawn(pathway.label, stages),
    )


def stages_of(pathway: Pathway) -> Iterator[Stage]:
    for side, heading in ((Side.HOME, "Your side decides"), (Side.COMPANY, "The company decides")):
        for place, group in enumerate(pathway.groups(side)):
            stops = [_stop(pathway, pathway.rule(step)) for step in group]
            yield Stage("" if place else heading, stops)


def _stop(pathway: Pathway, rule: StepRule) -> Stop:
    when = CONDITIONS.get(pathway.only_if.get(rule.step, ""), "")
    if rule.step in pathway.optional:
        when = OPTIONAL
    several = f", {rule.quorum} people" if rule.quorum > 1 else ""
    return Stop(rule.label, f"{PLACES[rule.at].capitalize()}, {rule.days} days{several}", when)


def _signing(pathway: Pathway) -> str:
    sure = [PARTIES[at] for at in pathway.signs.values() if _is_sure(pathway, at)]
    maybe = [at for at in pathway.signs.values() if not _is_sure(pathway, at)]
    return words.listed(sure) + (", and the university where it is a party" if maybe else "")


def _is_sure(pathway: Pathway, at: str) -> bool:
    return at != "university" or pathway.university == "needed"


def drawn(label: str, stages: Sequence[Stage]) -> Drawing:
    """Lay the stages out one under another. Pure: the same stages, the same drawing."""
    boxes, arrows = [_box(0, ["You send the proposal"], "end")], []
    for stage in stages:
        top = boxes[-1].y + boxes[-1].height
        arrows.append((top, top + GAP))
        boxes += _of_a_stage(stage, top + GAP)
    top = max(box.y + box.height for box in boxes)
    arrows.append((top, top + GAP))
    boxes.append(_box(top + GAP, ["The contract is issued and signed"], "end"))
    steps = words.counted(sum(len(stage.stops) for stage in stages), "step")
    said = f"{label}: {steps} from the proposal to the contract, listed below."
    return Drawing(boxes[-1].y + boxes[-1].height, boxes, arrows, said)


def _of_a_stage(stage: Stage, top: int) -> list[Box]:
    """A group is one box whose steps stand one under another, under a line that says so."""
    lines: list[str] = []
    if stage.together:
        lines.append("At the same time:")
    for stop in stage.stops:
        lines += [stop.name, stop.under, *_in_short(stop)]
    return [_box(top, lines, "group" if stage.together else "step")]


def _in_short(stop: Stop) -> list[str]:
    return ["Not always: see the list"] if stop.when else []


def _box(top: int, lines: Sequence[str], kind: str) -> Box:
    placed = [(top + EDGE + LINE * place - 6, text) for place, text in enumerate(lines, start=1)]
    return Box(top, 2 * EDGE + LINE * len(lines), placed, kind)
