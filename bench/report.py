"""The results of a run, in words: bench/README.md."""

import os
import platform
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from bench import approving, autosaving, issuing, memory, pages, paper
from bench.pages import FEW, MANY
from bench.timing import Ratio, Times
from secondments import clock

ISSUE_MOST, APPROVE_MOST, WEB_MOST, WORKER_MOST = 1.25, 3.0, 200, 350
ASSEMBLE_MOST_MS, BARE_MOST, NAIVE_MOST = 30, 1.1, 0.85
QUERIES_MOST = {"Your work": 12, "Register": 12, "Case": 14}
RECOMPUTE_MOST_MS, AUTOSAVE_MOST = 5, 2.0
HOW_TO_READ = """\
Every ratio is of two things measured in turn in the same run, of the medians and, in brackets, of
the least times; the milliseconds beside it say how large it was on this machine and bind nobody.
"""
LIBRARIES = ("weasyprint", "pyHanko", "SQLAlchemy", "psycopg", "procrastinate")


@dataclass(frozen=True)
class Conditions:
    """What it was measured on, and how busy that was."""

    begun: float
    load: float

    @classmethod
    def now(cls) -> "Conditions":
        return cls(time.monotonic(), os.getloadavg()[0])

    def said(self) -> str:
        cores = os.cpu_count() or 1
        took = (time.monotonic() - self.begun) / 60
        libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
        busy = (
            " **The machine was busy with other work: the ratios are coarse, the times too long.**"
            if self.load > cores / 2
            else ""
        )
        return (
            f"{clock.wall():%-d %B %Y}, {_processor()}, {cores} cores, {platform.system()};"
            f" Python {platform.python_version()}, {libraries}, the private PostgreSQL."
            f" Load {self.load:.1f} when it began, {os.getloadavg()[0]:.1f} when it ended"
            f" {took:.1f} minutes later.{busy}"
        )


@dataclass(frozen=True)
class Results:
    issuing: issuing.Found
    paper: paper.Found
    approving: approving.Found
    pages: Sequence[pages.Found]
    memory: memory.Found | None
    recomputing: Times
    autosaving: autosaving.Found


def written(results: Results, conditions: Conditions) -> str:
    parts = (
        "# Measurements",
        "Written by `make bench`; not by hand.\n" + HOW_TO_READ.rstrip(),
        conditions.said(),
        "\n".join(_summary(results)),
        "\n".join(_details(results)),
        "## Pages\n\n" + "\n".join(_pages(results.pages)),
    )
    return "\n\n".join(parts) + "\n"


def _summary(results: Results) -> Iterator[str]:
    kept = results.autosaving
    uneven = [f"{one.page} ({one.reader})" for one in results.pages if len(set(one.queries)) > 1]
    yield "| what | limit | found | |"
    yield "|---|---|---|---|"
    yield _ratio_row("issue to stored sealed PDF", results.issuing.ratio, ISSUE_MOST)
    yield from _paper_rows(results.paper)
    yield _ratio_row("the approve use case", results.approving.ratio, APPROVE_MOST)
    yield _ratio_row("keeping a proposal while it is typed", kept.ratio, AUTOSAVE_MOST)
    for page, limit in QUERIES_MOST.items():
        most = max(max(one.queries) for one in results.pages if one.page == page)
        yield _row(f"queries of the page “{page}”", f"≤ {limit}", str(most), most <= limit)
    found = f"differ: {', '.join(uneven)}" if uneven else "the same"
    yield _row(f"queries with {FEW} and {MANY:,} secondments", "the same", found, not uneven)
    again = results.recomputing.median
    yield _row(
        "dates, warnings and cost of one secondment anew",
        f"≤ {RECOMPUTE_MOST_MS} ms",
        f"{again:.2f} ms",
        again <= RECOMPUTE_MOST_MS,
    )
    if results.memory:
        web, worker = results.memory.web.resident, results.memory.worker.resident
        yield _row("web process, resident", f"≤ {WEB_MOST} MB", f"{web} MB", web <= WEB_MOST)
        yield _row(
            "worker without its PDF child",
            f"≤ {WORKER_MOST} MB",
            f"{worker} MB",
            worker <= WORKER_MOST,
        )
        yield f"| the PDF child, for information | | {results.memory.child.resident} MB | |"


def _paper_rows(found: paper.Found) -> Iterator[str]:
    assembled = found.assembling.median
    yield _row(
        f"assembly of {found.pages} pages to HTML",
        f"≤ {ASSEMBLE_MOST_MS} ms",
        f"{assembled:.1f} ms",
        assembled <= ASSEMBLE_MOST_MS,
    )
    yield _ratio_row("printing, to WeasyPrint on the same HTML", found.to_bare, BARE_MOST)
    yield _ratio_row("printing, to a naive layout of the same words", found.to_naive, NAIVE_MOST)
    yield f"| {paper.MANY} special paragraphs in the press's limits | | {found.many} | |"


def _paper_details(found: paper.Found) -> str:
    return (
        f"*Paper*: case T1, {found.pages} pages, by a warm press with its limits of production:"
        f" {_times(found.ours)}. Against WeasyPrint on the same HTML with the same options and its"
        f" fonts at hand, in this process: {_times(found.bare)}. Against the same words laid out at"
        " first thought (leaders, tables that find their own widths, dotted rules, justified, fonts"
        f" looked for each time): {_times(found.naive)}.\n"
    )


def _details(results: Results) -> Iterator[str]:
    issued, approved = results.issuing, results.approving
    yield "## What was compared\n"
    yield (
        f"*Issue*: the use case, then the job with a warm child: print, certify, store, record;"
        f" case T1, {issued.pages} pages, {issued.kilobytes} kB: {_times(issued.ours)}. Against"
        " WeasyPrint on the same HTML and pyHanko's certification with its key at hand, warm, in"
        f" this process: {_times(issued.bare)}.\n"
    )
    yield _paper_details(results.paper)
    yield (
        f"*Approve*: the educational supervisor supports; one row locked, one vote, turns, a letter"
        f" and its job, the trail: {_times(approved.ours)}. Against the same"
        f" {len(approved.statements)} statements sent by psycopg in one transaction on another"
        f" secondment's rows: {_times(approved.bare)}. Both wait for the disk at commit.\n"
    )
    kept = results.autosaving
    yield (
        f"*Keeping*: the request of the page's script with one changed answer, {kept.queries}"
        f" queries: {_times(kept.ours)}. Against a request of the same app that knows who asks,"
        f" changes one row and commits: {_times(kept.bare)}. Both wait for the disk at commit.\n"
    )
    if results.memory:
        yield (
            f"*Memory*: the processes of `make run`, resident. The larger web process after"
            f" {memory.REQUESTS} requests for each of them among {memory.SECONDMENTS:,} secondments"
            f" (its share when common pages are divided up: {results.memory.web.share} MB); the"
            f" worker after {memory.DOCUMENTS} contracts with their drafts and letters.\n"
        )
    yield (
        f"*Dates, warnings and cost*: ladder, eligibility, CCT dates, short notice and cost sheet"
        f" of a loaded case, median of {len(results.recomputing.all)}: no ratio, for there is"
        " nothing to compare with.\n"
    )
    yield "*Pages*: the app's own client, a request at a time, two databases in turn."


def _pages(found: Sequence[pages.Found]) -> Iterator[str]:
    yield f"| page | reader | queries | with {FEW} | with {MANY:,} | ratio |"
    yield "|---|---|---|---|---|---|"
    for one in found:
        queries = " → ".join(str(number) for number in dict.fromkeys(one.queries))
        few, many = f"{one.few.median:.1f} ms", f"{one.many.median:.1f} ms"
        yield f"| {one.page} | {one.reader} | {queries} | {few} | {many} | {one.ratio} |"


def _ratio_row(what: str, ratio: Ratio, most: float) -> str:
    return _row(what, f"≤ {most:g} ×", str(ratio), ratio.of_medians <= most)


def _row(what: str, limit: str, found: str, holds: bool) -> str:
    return f"| {what} | {limit} | {found} | {'holds' if holds else '**does not hold**'} |"


def _times(times: Times) -> str:
    return f"median {times.median:,.1f} ms, least {times.least:,.1f} ms"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
