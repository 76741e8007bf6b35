"""The page that machines ask whether the service is well."""

from flask import Flask
from sqlalchemy import create_engine, text

from secondments.database import Urls


def test_health_is_good_when_the_database_has_every_migration(app: Flask):
    answer = app.test_client().get("/health")
    assert (answer.status_code, answer.json["migrations"]) == (200, "at head")


def test_health_is_bad_while_a_migration_is_missing(app: Flask, urls: Urls):
    engine = create_engine(urls.owner)
    with engine.begin() as owner:
        head = owner.scalar(text("SELECT version_num FROM alembic_version"))
        owner.execute(text("UPDATE alembic_version SET version_num = 'before'"))
    try:
        answer = app.test_client().get("/health")
        assert (answer.status_code, answer.json["migrations"]) == (503, "behind")
    finally:
        with engine.begin() as owner:
            owner.execute(text("UPDATE alembic_version SET version_num = :head"), {"head": head})
        engine.dispose()
