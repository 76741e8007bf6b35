"""The house rules that ruff cannot say (architecture.md, the last section)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from secondments import policy
from secondments.secondment.lifecycle import LIFECYCLE
from secondments.use_case import USE_CASES

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted((ROOT / "secondments").rglob("*.py"))
TEMPLATES = sorted(
    path for path in (ROOT / "templates").rglob("*.*") if path.suffix in {".html", ".txt"}
)
COMMITS_IN = {"secondments/use_case.py", "secondments/jobs.py"}
VIEWS = [path for path in CODE if path.stem.endswith("views") or path.parent.name == "web"]
LONGEST_VIEW = 12
LONGEST_FILE = 300


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def found(pattern: str, paths: list[Path]) -> Iterator[str]:
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            if re.search(pattern, line):
                yield f"{named(path)}:{number}: {line.strip()}"


def test_only_use_cases_and_jobs_commit():
    assert [x for x in found(r"\.commit\(", CODE) if x.split(":")[0] not in COMMITS_IN] == []


def test_nothing_aborts():
    assert list(found(r"\babort\(", CODE)) == []


def test_no_template_marks_text_as_safe():
    assert list(found(r"\|\s*safe\b", TEMPLATES)) == []


def test_roles_are_compared_in_policy_only():
    """A query may select by role; what a role allows is policy's to say."""
    elsewhere = [p for p in CODE if p.stem != "queries" and p.parts[-2:] != ("people", "models.py")]
    elsewhere = [p for p in elsewhere if not named(p).startswith("secondments/policy")]
    assert list(found(r"\.role (==|!=|in|not in|is) ", elsewhere)) == []


def test_states_are_not_compared_in_views_or_templates():
    views = [path for path in VIEWS if path.stem.endswith("views")]
    assert list(found(r"\.state\b *(==|!=| in | is )", views + TEMPLATES)) == []


@pytest.mark.parametrize("path", [p for p in CODE if p.stem.endswith("views")], ids=named)
def test_views_are_short_and_catch_nothing(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Try):
            pytest.fail(f"{named(path)}:{node.lineno} has a try")
        if isinstance(node, ast.FunctionDef):
            length = node.end_lineno - node.body[0].lineno + 1
            assert length <= LONGEST_VIEW, f"{named(path)}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", CODE, ids=named)
def test_every_module_says_what_it_is_and_is_short(path):
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    if text.strip():
        assert ast.get_docstring(ast.parse(text)), "no docstring"


def test_every_use_case_has_a_rule_and_every_rule_a_use_case(the_app):
    assert set(USE_CASES) == set(policy.RULES) - policy.ASKED_ONLY


def test_the_readme_holds_the_state_diagram_and_the_permission_table(the_app):
    readme = (ROOT / "README.md").read_text("utf-8")
    assert LIFECYCLE.diagram() in readme
    assert policy.table() in readme
