"""With which settings a real service does not start."""

import os
import subprocess
import sys

import pytest

import config

GOOD = {
    "SECONDMENTS_ENV": "production",
    "SECRET_KEY": "9f2c41d8a07be63554120cb7fe98d3a1",
    "DATABASE_URL": "postgresql+psycopg://web:x@db.example/s?sslmode=verify-full",
    "BASE_URL": "https://secondments.example",
    "SMTP_URL": "smtp+starttls://mail.example:587",
    "PROXY_HOPS": "1",
}
OTHERS = ("SECRET_KEY_FALLBACKS", "SECRET_KEY_FILE", "TRUSTED_HOSTS", "CLAMD_URL")
WRONG = [
    ("BASE_URL", "http://secondments.example", "BASE_URL"),
    ("BASE_URL", "https://good@evil.example", "BASE_URL"),
    ("BASE_URL", "https://", "BASE_URL"),
    ("BASE_URL", "https://secondments.example/app", "BASE_URL"),
    ("SECRET_KEY", "short", "SECRET_KEY"),
    ("SECRET_KEY", "a" * 64, "SECRET_KEY"),
    ("SECRET_KEY", "for tests only, never secret, whatever", "SECRET_KEY"),
    ("SECRET_KEY_FALLBACKS", "short", "SECRET_KEY"),
    ("TRUSTED_HOSTS", ".example.com", "TRUSTED_HOSTS"),
    ("PROXY_HOPS", "0", "PROXY_HOPS"),
    ("PROXY_HOPS", "one", "PROXY_HOPS"),
    ("PROXY_HOPS", "-1", "PROXY_HOPS"),
    ("DATABASE_URL", "postgresql://db.example/s", "DATABASE_URL"),
    ("DATABASE_URL", "postgresql://db.example/s?sslmode=require", "DATABASE_URL"),
    ("DATABASE_URL", "postgresql:///s?host=db.example", "DATABASE_URL"),
    ("DATABASE_URL", "postgresql://localhost/s?host=db.example", "DATABASE_URL"),
    ("DATABASE_URL", "postgresql://localhost/s?hostaddr=192.0.2.1", "DATABASE_URL"),
    ("DATABASE_URL", "postgresql://localhost,db.example/s", "DATABASE_URL"),
    ("DATABASE_URL", "postgresql://[2001:db8::1]/s", "DATABASE_URL"),
    ("DATABASE_OWNER_URL", "postgresql://db.example/s", "DATABASE_OWNER_URL"),
    ("DATABASE_WORKER_URL", "postgresql://db.example/s", "DATABASE_WORKER_URL"),
    ("SMTP_URL", "smtp://mail.example", "SMTP_URL"),
    ("SMTP_URL", "", "SMTP_URL"),
    ("CLAMD_URL", "tcp://scanner.example:3310", "CLAMD_URL"),
]
FINE = [
    ("DATABASE_URL", "postgresql://web:x@localhost/s"),
    ("DATABASE_URL", "postgresql://web:x@[::1]:5432/s"),
    ("DATABASE_URL", "postgresql://web:x@/s?host=/run/postgresql"),
    ("DATABASE_URL", "postgresql://web:x@%2Frun%2Fpostgresql/s"),
    ("SMTP_URL", "smtp://localhost"),
    ("SMTP_URL", "smtps://mail.example"),
    ("CLAMD_URL", "unix:///run/clamav/clamd.ctl"),
    ("CLAMD_URL", "tcp://127.0.0.1:3310"),
    ("SECRET_KEY_FALLBACKS", "0123456789abcdef0123456789abcdef"),
]


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in (*OTHERS, "DATABASE_OWNER_URL", "DATABASE_WORKER_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_a_real_service_starts_with_what_the_page_on_deployment_says(environment):
    settings = config.load()
    assert (settings.PROXY_HOPS, settings.DEMO) == (1, False)


@pytest.mark.parametrize(("name", "value", "said"), WRONG)
def test_a_real_service_does_not_start_with(environment, name, value, said):
    environment.setenv(name, value)
    with pytest.raises(config.MissingSetting, match=said) as refusal:
        config.load()
    assert len(str(refusal.value).splitlines()) == 1 + (name == "DATABASE_URL") * 2


@pytest.mark.parametrize(("name", "value"), FINE)
def test_a_real_service_starts_with(environment, name, value):
    environment.setenv(name, value)
    config.load()


def test_a_real_service_with_a_demonstration_does_not_start(environment):
    environment.setattr(config.Production, "DEMO", True)
    with pytest.raises(config.UnsafeSetting, match="DEMO is on"):
        config.load()


def test_every_doubt_is_said_at_once_and_nothing_is_started():
    env = {**os.environ, **GOOD, "BASE_URL": "http://x.example", "SECRET_KEY": "short"}
    done = subprocess.run(
        [sys.executable, "-c", "import wsgi"],
        env=env,
        cwd=config.ROOT,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert "BASE_URL must be https" in done.stderr
    assert "Each SECRET_KEY must" in done.stderr


def test_keys_come_from_a_file_with_the_newest_first(environment, tmp_path):
    file = tmp_path / "keys"
    file.write_text("9f2c41d8a07be63554120cb7fe98d3a1\n0123456789abcdef0123456789abcdef\n")
    environment.setenv("SECRET_KEY_FILE", str(file))
    settings = config.load()
    assert settings.SECRET_KEY.startswith("9f2c")
    assert [key[:4] for key in settings.SECRET_KEY_FALLBACKS] == ["0123"]


@pytest.mark.parametrize("content", ["", None])
def test_a_file_of_keys_that_is_empty_or_missing_is_said(environment, tmp_path, content):
    file = tmp_path / "keys"
    if content is not None:
        file.write_text(content)
    environment.setenv("SECRET_KEY_FILE", str(file))
    with pytest.raises(config.MissingSetting, match="SECRET_KEY_FILE"):
        config.load()
