"""Every setting, one plain class per environment; a required secret has no default."""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import safety

ROOT = Path(__file__).resolve().parent


class MissingSetting(RuntimeError):
    """A required environment variable is not set."""


class UnsafeSetting(MissingSetting):
    """A setting with which a real service must not start; one sentence on each line."""


def whole_number(name: str) -> int:
    """Of the environment variable, 0 without it. Raises MissingSetting."""
    text = os.environ.get(name, "0").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 3):
        raise MissingSetting(f"{name} must be a whole number from 0 to 99.")
    return int(text)


def required(name: str) -> str:
    try:
        return os.environ[name]
    except KeyError:
        raise MissingSetting(f"Set {name} before starting.") from None


def data_folder() -> Path:
    """SECONDMENTS_DATA, else `instance` beside this file.

    Root's private PostgreSQL runs as another user: when that one could not reach a repository
    under, say, /root, it is /var/lib/secondments.
    """
    if given := os.environ.get("SECONDMENTS_DATA"):
        return Path(given).absolute()
    closed = any(not folder.stat().st_mode & 0o001 for folder in (ROOT, *ROOT.parents))
    return Path("/var/lib/secondments") if closed and os.geteuid() == 0 else ROOT / "instance"


class Base:
    """What all environments share. Instances read the environment once, when made."""

    DEMO = False
    HTTPS_ONLY = False
    PDF_SECONDS_UNLESS_SAID = 10
    SESSION_COOKIE_HTTPONLY = True
    SESSION_COOKIE_SAMESITE = "Lax"
    AT_HOME: tuple[str, ...] = ("localhost", "127.0.0.1")
    WTF_CSRF_TIME_LIMIT = None  # a form is good for as long as its session
    MAX_CONTENT_LENGTH = 12 * 1024 * 1024
    MAX_FORM_MEMORY_SIZE = 2 * 1024 * 1024
    SQLALCHEMY_RECORD_QUERIES = False

    def __init__(self) -> None:
        self.ROOT = ROOT
        self.TEMPLATES = str(ROOT / "templates")
        self.DATA_FOLDER = data_folder()
        self.SECRET_KEY, *before = self.secret_keys()
        # Sessions signed with a key of before stay; a form open since then is sent once more.
        self.SECRET_KEY_FALLBACKS = before
        self.PROXY_HOPS = whole_number("PROXY_HOPS")
        self.SQLALCHEMY_DATABASE_URI = required("DATABASE_URL")
        # The owner migrates; the worker sees every row. One URL for all three also works.
        self.OWNER_DATABASE_URI = os.environ.get("DATABASE_OWNER_URL", self.SQLALCHEMY_DATABASE_URI)
        self.WORKER_DATABASE_URI = os.environ.get(
            "DATABASE_WORKER_URL", self.SQLALCHEMY_DATABASE_URI
        )
        self.SQLALCHEMY_ENGINE_OPTIONS = {
            "pool_pre_ping": True,
            "pool_size": int(os.environ.get("DATABASE_POOL", "6")),
            "max_overflow": 2,
        }
        self.BASE_URL = os.environ.get("BASE_URL", "http://localhost:8000").rstrip("/")
        self.TRUSTED_HOSTS = self.trusted_hosts()
        self.SMTP_URL = os.environ.get("SMTP_URL", "")
        self.MAIL_FROM = os.environ.get("MAIL_FROM", "Secondments <secondments@northmoor.example>")
        self.MAIL_REPLY_TO = os.environ.get("MAIL_REPLY_TO", "")
        self.SERVICE_OWNER = os.environ.get(
            "SERVICE_OWNER", "Northmoor Clinical Academic Partnership"
        )
        self.HOME_ZONE = os.environ.get("HOME_ZONE", "Europe/London")
        self.PDF_SECONDS = int(os.environ.get("PDF_SECONDS", self.PDF_SECONDS_UNLESS_SAID))
        self.PDF_MEMORY_MB = 900
        self.CLAMD_URL = os.environ.get("CLAMD_URL", "")
        self.OIDC_PROVIDERS = os.environ.get("OIDC_PROVIDERS", "")

    def secret_keys(self) -> list[str]:
        """The newest first: SECRET_KEY and the words of SECRET_KEY_FALLBACKS.

        Or the lines of the file that SECRET_KEY_FILE names. Raises MissingSetting.
        """
        before = os.environ.get("SECRET_KEY_FALLBACKS", "").split()
        if not (file := os.environ.get("SECRET_KEY_FILE")):
            return [required("SECRET_KEY"), *before]
        try:
            keys = Path(file).read_text("utf-8").split()
        except (OSError, ValueError) as problem:
            raise MissingSetting(f"SECRET_KEY_FILE cannot be read: {problem}.") from None
        if not keys:
            raise MissingSetting("SECRET_KEY_FILE is empty: put one key on each line.")
        return [*keys, *before]

    def trusted_hosts(self) -> list[str]:
        """The names this service is reached under; under any other it answers 400."""
        more = os.environ.get("TRUSTED_HOSTS", "").replace(",", " ").split()
        ours = urlsplit(self.BASE_URL).hostname or "localhost"
        return [ours, *self.AT_HOME, *(name.lower() for name in more)]


class Development(Base):
    """A machine of one's own: demo people, letters in a folder, a key made by the supervisor."""

    DEMO = True
    TEMPLATES_AUTO_RELOAD = True


class Testing(Base):
    TESTING = True
    PDF_SECONDS_UNLESS_SAID = 60  # a test is about the document, not about a busy machine
    DEMO = True

    def secret_keys(self) -> list[str]:
        return ["for tests only, never secret"]


class Production(Base):
    """Real people's secondments. Raises UnsafeSetting with every sentence the operator needs."""

    AT_HOME = ()
    HTTPS_ONLY = True
    SESSION_COOKIE_SECURE = True
    # The prefix makes a browser keep it only from this very host, over https and for every path.
    SESSION_COOKIE_NAME = "__Host-secondments"
    SESSION_COOKIE_PATH = "/"
    PREFERRED_URL_SCHEME = "https"

    def __init__(self) -> None:
        super().__init__()
        if wrong := list(safety.doubts(self)):
            raise UnsafeSetting("\n".join(wrong))


ENVIRONMENTS: dict[str, type[Base]] = {
    "development": Development,
    "testing": Testing,
    "production": Production,
}


def chosen() -> type[Base]:
    """The environment that SECONDMENTS_ENV names."""
    name = os.environ.get("SECONDMENTS_ENV", "development")
    if name not in ENVIRONMENTS:
        known = ", ".join(ENVIRONMENTS)
        raise MissingSetting(f"SECONDMENTS_ENV is {name!r}; it must be one of {known}.")
    return ENVIRONMENTS[name]


def load() -> Base:
    """The settings of this process. Raises MissingSetting with a sentence for the operator."""
    running = data_folder() / "environment.json"
    if chosen() is Development and "DATABASE_URL" not in os.environ and running.exists():
        # A command in a second terminal: `make run` has written down where its database is.
        for name, value in json.loads(running.read_text()).items():
            os.environ.setdefault(name, value)
    return chosen()()
