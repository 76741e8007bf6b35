"""What no code and no template does, so that a review need not look for it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = sorted([*(ROOT / "secondments").rglob("*.py"), *ROOT.glob("*.py")])
TEMPLATES = sorted(p for p in (ROOT / "templates").rglob("*.*") if p.suffix in {".html", ".txt"})
# What was escaped already: each by Jinja, in the module that says so.
MARKS_AS_SAFE = {"secondments/documents/contract.py", "secondments/documents/stamp.py"}
NEVER_CALLED = {"eval", "exec", "from_string", "render_template_string", "system", "popen"}
CRYPTO = {"hashlib", "hmac", "cryptography", "pyhanko", "argon2"}
WAITS = {"SMTP", "SMTP_SSL", "HTTPConnection", "HTTPSConnection", "create_connection", "urlopen"}
NO_TIMEOUT_IN = {"psycopg.connect": "connect_timeout"}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node


def every_call() -> Iterator[tuple[str, str, ast.Call]]:
    return ((named(path), name, node) for path in CODE for name, node in calls(path))


def last(name: str) -> str:
    return name.rpartition(".")[2]


def test_only_two_modules_mark_text_as_safe():
    found = {at for at, name, _ in every_call() if last(name) in {"Markup", "mark_safe"}}
    assert found <= MARKS_AS_SAFE


def test_sql_is_written_and_never_put_together():
    for path in CODE:
        tree = ast.parse(path.read_text("utf-8"))
        names = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy")
            for alias in node.names
            if alias.name == "text"
        }
        for name, node in calls(path):
            if name in names or name.endswith(("sqlalchemy.text", "db.text")):
                plain = isinstance(node.args[0], ast.Constant) or (
                    isinstance(node.args[0], ast.Name) and node.args[0].id.isupper()
                )
                assert plain, f"{named(path)}:{node.lineno}"


def test_nothing_typed_is_ever_run():
    found = [(at, name) for at, name, _ in every_call() if last(name) in NEVER_CALLED]
    assert found == []


def test_no_program_is_started_through_a_shell():
    for at, _, node in every_call():
        assert not [k for k in node.keywords if k.arg == "shell"], f"{at}:{node.lineno}"


def test_whatever_waits_for_another_machine_has_a_limit():
    waiting = [(at, name, node) for at, name, node in every_call() if last(name) in WAITS]
    assert len(waiting) >= 4
    for at, _, node in waiting:
        assert [k for k in node.keywords if k.arg == "timeout"], f"{at}:{node.lineno}"


@pytest.mark.parametrize(
    "forbidden",
    [
        r"\|\s*safe\b",
        r"autoescape\s+false",
        r"\son[a-z]+\s*=",
        r"\sstyle\s*=",
        r"<style\b",
        r"javascript:",
        r"<script(?![^>]*\ssrc=)",
        r"\b(?:src|href|action)\s*=\s*(?!\")",
    ],
)
def test_no_template_has(forbidden):
    pages = [p for p in TEMPLATES if p.suffix == ".html" and p.parts[-2] != "contracts"]
    found = [named(p) for p in pages if re.search(forbidden, p.read_text("utf-8"))]
    assert found == []


def test_every_use_of_cryptography_stands_in_the_inventory():
    told = set(re.findall(r"(?m)^\| `([^`]+)`", (ROOT / "docs/crypto.md").read_text("utf-8")))
    used = {named(path) for path in CODE if imports(path) & CRYPTO}
    assert used - told == set()


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add((node.module or "").partition(".")[0])
    return found


def test_every_event_is_explained():
    from secondments.security_log import EVENTS  # noqa: PLC0415

    told = set(re.findall(r"(?m)^\| `(\w+)` \|", (ROOT / "docs/logs.md").read_text("utf-8")))
    assert told == EVENTS
