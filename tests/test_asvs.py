"""The table of requirements: every row is there, and every test that it names exists."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

import config

ROWS = 91
LINES = [
    line
    for line in (config.ROOT / "docs" / "asvs.md").read_text("utf-8").splitlines()
    if re.match(r"\| \d+ \|", line)
]
NAMED = sorted({name for line in LINES for name in re.findall(r"`(tests/[^`]+::\w+)`", line)})


@cache
def functions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_row_is_there_once():
    assert [int(line.split("|")[1]) for line in LINES] == list(range(1, ROWS + 1))


@pytest.mark.parametrize("named", NAMED)
def test_every_test_that_is_named_exists(named):
    path, _, name = named.partition("::")
    assert name in functions_in(config.ROOT / path)


def test_every_row_says_how_it_stands():
    stands = [line.split("|")[4].strip() for line in LINES]
    known = ("met", "partly", "not yet", "does not apply yet")
    assert [state for state in stands if not state.startswith(known)] == []


def test_what_is_met_in_authentication_sessions_and_authorisation_names_a_test():
    for line in LINES:
        number, state, tests = (line.split("|")[column].strip() for column in (1, 4, 5))
        if state.startswith("met") and int(number) in range(33, 72):
            assert tests, line
