"""Every setting, one plain class per environment; a required secret has no default."""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


class MissingSetting(RuntimeError):
    """A required environment variable is not set."""


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
        self.SECRET_KEY = self.secret_key()
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

    def secret_key(self) -> str:
        return required("SECRET_KEY")

    def trusted_hosts(self) -> list[str]:
        """The names this service is reached under; under any other it answers 400."""
        more = os.environ.get("TRUSTED_HOSTS", "").replace(",", " ").split()
        return [urlsplit(self.BASE_URL).hostname or "localhost", *self.AT_HOME, *more]


class Development(Base):
    """A machine of one's own: demo people, letters in a folder, a key made by the supervisor."""

    DEMO = True
    TEMPLATES_AUTO_RELOAD = True


class Testing(Base):
    TESTING = True
    PDF_SECONDS_UNLESS_SAID = 60  # a test is about the document, not about a busy machine
    DEMO = True

    def secret_key(self) -> str:
        return "for tests only, never secret"


class Production(Base):
    AT_HOME = ()
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-secondments"
    PREFERRED_URL_SCHEME = "https"


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
