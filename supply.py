"""What the service is made of: a CycloneDX list of it (`sbom`), and whether any of it is known bad.

`audit` asks the feeds of vulnerabilities that pip-audit and npm use. It ends with 0 when every
package was looked up and none is known to be vulnerable, with 1 when one is, and with 3 when a feed
was not reached: then nothing, or not everything, was checked.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?$")
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")
FINE, VULNERABLE, UNCHECKED = 0, 1, 3
NO_FEED = "no feed reachable: nothing was checked"
SECONDS = 300


def components(lock: str) -> Iterator[dict[str, Any]]:
    """The packages of a lock in the order of their names, each with its version and hashes."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if pinned := PINNED.match(line):
            name = re.sub(r"[-_.]+", "-", pinned[1]).lower()
            purl = f"pkg:pypi/{name}@{pinned[2]}"
            found.append({"type": "library", "bom-ref": purl, "name": name, "version": pinned[2]})
            found[-1] |= {"purl": purl, "properties": []}
            if pinned[3]:
                found[-1]["properties"].append({"name": "python:marker", "value": pinned[3]})
        for digest in HASH.findall(line):
            found[-1]["properties"].append({"name": "python:file:sha256", "value": digest})
    yield from sorted(found, key=lambda each: str(each["bom-ref"]))


def sbom() -> str:
    """CycloneDX 1.6 as JSON. The same lock gives the same bytes: no time, no random number."""
    ours = re.search(r'(?m)^version = "([^"]+)"', (ROOT / "pyproject.toml").read_text("utf-8"))
    service = {"type": "application", "name": "secondments", "version": ours[1] if ours else "0"}
    listed = [
        {key: value for key, value in each.items() if value}
        for each in components(LOCK.read_text("utf-8"))
    ]
    made = {"bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1}
    return json.dumps(made | {"metadata": {"component": service}, "components": listed}, indent=1)


def audit() -> int:
    """See the module. Says a sentence for each of the two feeds."""
    results = {"Python": _python(), "npm": _npm()}
    for name, result in results.items():
        sys.stdout.write(f"{name}: {result[1]}\n")
    codes = {result for result, _ in results.values()}
    return VULNERABLE if VULNERABLE in codes else UNCHECKED if UNCHECKED in codes else FINE


def _python() -> tuple[int, str]:
    return judge_python(
        _said(
            *(sys.executable, "-m", "pip_audit", "--requirement", str(LOCK), "--require-hashes"),
            *("--disable-pip", "--format", "json", "--progress-spinner", "off"),
        )
    )


def judge_python(said: str) -> tuple[int, str]:
    """What pip-audit's JSON means. A package that the feed does not know was not checked."""
    try:
        listed = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return UNCHECKED, NO_FEED
    skipped = [each for each in listed if "skip_reason" in each]
    if bad := [each["name"] for each in listed if each.get("vulns")]:
        return VULNERABLE, f"known to be vulnerable: {', '.join(bad)}"
    if not listed or len(skipped) == len(listed):
        return UNCHECKED, NO_FEED
    if skipped:
        names = ", ".join(each["name"] for each in skipped)
        return UNCHECKED, f"the feed does not know, so not checked: {names}"
    return FINE, f"{len(listed)} packages, none known to be vulnerable"


def _npm() -> tuple[int, str]:
    return judge_npm(_said("npm", "audit", "--json", "--package-lock-only"))


def judge_npm(said: str) -> tuple[int, str]:
    """What npm's JSON means."""
    try:
        found = json.loads(said)["metadata"]["vulnerabilities"]["total"]
    except (ValueError, KeyError, TypeError):
        return UNCHECKED, NO_FEED
    if found:
        return VULNERABLE, f"{found} known vulnerabilities; npm audit names them"
    return FINE, "none known to be vulnerable"


def _said(*command: str) -> str:
    """What a program of ours printed; nothing when it is not there or does not end."""
    try:
        done = subprocess.run(  # noqa: S603 - an argument list of our own
            command, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


if __name__ == "__main__":
    if sys.argv[1:] == ["sbom"]:
        sys.stdout.write(sbom() + "\n")
    elif sys.argv[1:] == ["audit"]:
        sys.exit(audit())
    else:
        sys.exit("Say sbom or audit.")
