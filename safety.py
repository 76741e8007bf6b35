"""With which settings a real service does not start, and what to do about it, in sentences."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SHORTEST_KEY = 32  # characters; 128 bits when it is written in hexadecimal
FEWEST_LETTERS = 10  # different ones: "aaaa..." is long as well
PUBLISHED = ("for tests only", "changeme", "change-me", "secret-key", "secondments", "demo")
THIS_MACHINE = frozenset({"", "localhost", "127.0.0.1", "::1"})
DATABASES = {
    "SQLALCHEMY_DATABASE_URI": "DATABASE_URL",
    "OWNER_DATABASE_URI": "DATABASE_OWNER_URL",
    "WORKER_DATABASE_URI": "DATABASE_WORKER_URL",
}
A_KEY = "python3 -c 'import secrets; print(secrets.token_hex(32))'"


def doubts(settings: Any) -> Iterator[str]:
    """One sentence for each setting that a service with real people must not have."""
    if settings.DEMO:
        yield "DEMO is on: it lets anybody sign in as anybody. Switch it off."
    yield from _front(settings)
    yield from _keys(settings)
    for name, said in DATABASES.items():
        yield from _database(getattr(settings, name), said)
    yield from _mail(settings.SMTP_URL)
    yield from _scanner(settings.CLAMD_URL)


def _front(settings: Any) -> Iterator[str]:
    url = urlsplit(settings.BASE_URL)
    if url.scheme != "https" or not url.hostname or url.username or url.path:
        yield "BASE_URL must be https:// and the name of the service, and nothing after it."
    if any(name.startswith(".") or "*" in name for name in settings.TRUSTED_HOSTS):
        yield "TRUSTED_HOSTS must name each host in full."
    if not settings.PROXY_HOPS:
        yield (
            "Set PROXY_HOPS to the number of proxies in front of the service, one of which speaks"
            " https: 1 for the nginx of docs/deploy.md."
        )


def _keys(settings: Any) -> Iterator[str]:
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_LETTERS or _is_published(key):
            yield f"Each SECRET_KEY must be {SHORTEST_KEY} random characters or more: {A_KEY}"
            return


def _is_published(key: str) -> bool:
    return any(part in key.lower() for part in PUBLISHED)


def _database(url: str, name: str) -> Iterator[str]:
    """A password and every case go over this line: to another machine only with verified TLS."""
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    # libpq takes the host of the query, and more than one of them, before that of the address.
    named = ",".join(asked.get("host", [])) or _hosts(parts.netloc)
    hosts = [*named.split(","), *",".join(asked.get("hostaddr", [])).split(",")]
    far = [h for h in hosts if h not in THIS_MACHINE and not h.startswith(("/", "@"))]
    if far and asked.get("sslmode") != ["verify-full"]:
        yield f"{name} must end in ?sslmode=verify-full, or name this machine or a Unix socket."


def _hosts(netloc: str) -> str:
    """Without user and ports; addresses of IPv6 without their brackets."""
    places = unquote(netloc.rpartition("@")[2]).split(",")
    return ",".join(
        p[1:].partition("]")[0] if p[:1] == "[" else p.partition(":")[0] for p in places
    )


def _mail(url: str) -> Iterator[str]:
    parts = urlsplit(url)
    if not url:
        yield "Set SMTP_URL: without it no letter would ever arrive."
    elif parts.scheme not in {"smtps", "smtp+starttls"} and parts.hostname not in THIS_MACHINE:
        yield "SMTP_URL must start with smtp+starttls:// or smtps://, to another machine."


def _scanner(url: str) -> Iterator[str]:
    """No TLS is known to clamd: what is scanned must not leave the machine in the clear."""
    parts = urlsplit(url)
    if url and parts.scheme != "unix" and parts.hostname not in THIS_MACHINE:
        yield "CLAMD_URL must be a Unix socket or this machine: clamd itself does not encrypt."
