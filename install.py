"""What `make` runs first: brings a machine to what Secondments needs, each step once.

Only the standard library: it runs before anything is installed. Registries, proxies and
certificates are those that pip, npm and apt are set up with on this machine.
"""

# ruff: noqa: S603, S607 - every command below is an argument list of our own, found by PATH

import ctypes
import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST_NODE = 20
LOCKS = {"run": "requirements.lock", "test": "requirements-dev.lock"}
# Debian's names, and what shows that they are there.
LIBRARIES = {
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
PROGRAMS = {
    "chromium": ("chromium", "chromium-browser", "google-chrome"),
    "poppler-utils": ("pdfsig",),
    "libnss3-tools": ("certutil",),
}


class Missing(Exception):
    """What only the person at the terminal can provide; the sentence says what and how."""


def main(purpose: str) -> int:
    """For `run`, or with what tests need as well for `test`. Returns 1 after a sentence."""
    os.chdir(ROOT)
    try:
        # One installation at a time: somebody may say `make run` beside `make test`.
        with Path(__file__).open(encoding="utf-8") as ourselves:
            fcntl.flock(ourselves, fcntl.LOCK_EX)
            install_system_packages(missing_packages(purpose))
            make_virtualenv()
            install_python_packages(LOCKS[purpose])
            install_front_end(purpose)
    except (Missing, OSError) as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def missing_packages(purpose: str) -> list[str]:
    """Debian's names of what is not on this machine."""
    if sys.platform != "linux":
        return []
    missing = [package for package, library in LIBRARIES.items() if not has_library(library)]
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing.append("python3-venv")
    if purpose == "test":
        missing += [name for name, found in PROGRAMS.items() if not any(map(shutil.which, found))]
    return missing


def has_library(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def install_system_packages(packages: list[str]) -> None:
    """Through apt when we may; otherwise Missing names them."""
    if not packages:
        return
    names = " ".join(packages)
    as_root = may_install()
    if as_root is None:
        raise Missing(f"This machine lacks {names}: sudo apt-get install -y {names}")
    say(f"Installing {names} …")
    apt = [*as_root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    install = [*apt, "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.run(install, capture_output=True, check=False).returncode:
        # The list of packages may be missing or old.
        quiet = {"stdout": subprocess.DEVNULL}
        done([*apt, "update", "-qq"], f"The list with {names} cannot be fetched", **quiet)
        done(install, f"apt-get cannot install {names}", **quiet)


def may_install() -> list[str] | None:
    """What to put before apt-get, or None when it is not for us to run."""
    if shutil.which("apt-get") is None:
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    asked = shutil.which("sudo") and subprocess.run(
        [*sudo, "true"], capture_output=True, check=False
    )
    return sudo if asked and asked.returncode == 0 else None


def make_virtualenv() -> None:
    """A folder that a killed installation or a removed Python left behind is made anew."""
    usable = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    if PYTHON.exists():
        found = subprocess.run([PYTHON, "-c", usable], capture_output=True, check=False)
        if found.returncode == 0:
            return
    say("Making .venv …")
    done([sys.executable, "-m", "venv", "--clear", VENV], "The folder .venv cannot be made")


def install_python_packages(lock: str) -> None:
    """Exactly the files whose hashes the lock names."""
    with_lock = Stamp(lock, lock)
    if with_lock.is_fresh(VENV):
        return
    say(f"Installing the Python packages of {lock} …")
    pip = [str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
    done([*pip, "--require-hashes", "-r", lock], "The Python packages cannot be installed")
    with_lock.set()


def install_front_end(purpose: str) -> None:
    """Style sheets, script and fonts: copied from node packages into the static folder.

    Tests have an OpenID provider of node's as well.
    """
    if not has_node_packages(purpose):
        env = os.environ | {"PATH": path_with_node()}
        say("Installing the packages of package-lock.json …")
        npm = [shutil.which("npm", path=env["PATH"]) or "npm", "ci", "--ignore-scripts"]
        quiet = ["--no-audit", "--no-fund", "--no-progress", "--no-update-notifier"]
        less = [] if purpose == "test" else ["--omit=dev"]
        done([*npm, *quiet, *less], "The node packages cannot be installed", env=env)
        for each in LOCKS:
            node_stamp(each).path.unlink(missing_ok=True)
        node_stamp(purpose).set()
    assets = Stamp("assets", "package-lock.json", "secondments/web/assets.py")
    if not assets.is_fresh(ROOT / "secondments" / "static" / "vendor"):
        done(
            [PYTHON, "-W", "ignore::RuntimeWarning", "-m", "secondments.web.assets"],
            "The static files cannot be made",
        )
        assets.set()


def has_node_packages(purpose: str) -> bool:
    """Those for tests are enough to run it, not the other way round."""
    enough = ("test",) if purpose == "test" else ("run", "test")
    return any(node_stamp(each).is_fresh(ROOT / "node_modules") for each in enough)


def node_stamp(purpose: str) -> "Stamp":
    return Stamp(f"node_modules-{purpose}", "package.json", "package-lock.json")


def path_with_node() -> str:
    """The machine's node when it is young enough, else one from the Python registry."""
    path = os.environ.get("PATH", os.defpath)
    if shutil.which("npm") and node_version() >= OLDEST_NODE:
        return path
    install_python_packages("requirements-node.lock")
    return f"{PYTHON.parent}{os.pathsep}{path}"


def node_version() -> int:
    """The major number, 0 without node."""
    if shutil.which("node") is None:
        return 0
    asked = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    major = asked.stdout.strip().lstrip("v").partition(".")[0]
    return int(major) if major.isdecimal() else 0


class Stamp:
    """A file in .venv that says from which contents a step was last done."""

    def __init__(self, name: str, *sources: str) -> None:
        contents = b"\0".join((ROOT / source).read_bytes() for source in sources)
        self.content = hashlib.sha256(contents).hexdigest()
        self.path = VENV / f"{name}.installed"

    def is_fresh(self, made: Path) -> bool:
        return made.exists() and self.path.exists() and self.path.read_text() == self.content

    def set(self) -> None:
        self.path.write_text(self.content)


def done(command: Sequence[str | Path], otherwise: str, **popen: Any) -> None:
    """Run it; Missing says `otherwise` after what the program itself has said."""
    if subprocess.run(command, check=False, **popen).returncode:
        raise Missing(f"{otherwise}: the reason is above.")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
