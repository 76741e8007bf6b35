"""What the service is made of, and what `make audit` may claim."""

import json
import os
import re
import subprocess
import sys

import pytest

import supply


def test_the_list_is_the_lock():
    lock = supply.LOCK.read_text("utf-8")
    listed = json.loads(supply.sbom())["components"]
    pinned = re.findall(r"(?m)^([a-z0-9._-]+)(?:\[[^]]*\])?==([^ ;\\\n]+)", lock)
    assert {(c["name"], c["version"]) for c in listed} == set(pinned)
    assert len(listed) == len(set(pinned)) > 40
    assert sum(len(c["properties"]) for c in listed) >= lock.count("--hash=")


def test_the_list_is_the_same_each_time():
    assert supply.sbom() == supply.sbom()


def test_without_a_feed_nothing_is_claimed(tmp_path):
    env = {**os.environ, "PATH": str(tmp_path), "HTTPS_PROXY": "http://127.0.0.1:9"}
    command = [sys.executable, "supply.py", "audit"]
    done = subprocess.run(command, cwd=supply.ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == supply.UNCHECKED
    assert done.stdout.count(supply.NO_FEED) == 2


@pytest.mark.parametrize(
    ("listed", "code"),
    [
        ([], 3),
        ([{"name": "a", "skip_reason": "not found"}], 3),
        ([{"name": "a", "skip_reason": "not found"}, {"name": "b", "vulns": []}], 3),
        ([{"name": "b", "vulns": []}], 0),
        ([{"name": "a", "skip_reason": "x"}, {"name": "b", "vulns": [{"id": "1"}]}], 1),
    ],
)
def test_what_the_feed_does_not_know_was_not_checked(listed, code):
    assert supply.judge_python(json.dumps({"dependencies": listed}))[0] == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("", 3),
        ("[]", 3),
        ('{"error": {"code": "ENOTFOUND"}}', 3),
        ('{"metadata": {"vulnerabilities": {"total": 0}}}', 0),
        ('{"metadata": {"vulnerabilities": {"total": 2}}}', 1),
    ],
)
def test_what_npm_could_not_ask_was_not_checked(said, code):
    assert supply.judge_npm(said)[0] == code
