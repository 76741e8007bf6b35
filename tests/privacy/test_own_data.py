"""The map of personal data, and the copy that people take of their own."""

import json
from pathlib import Path

import pytest
from sqlalchemy import LargeBinary

import config
from secondments.demo import world
from secondments.extensions import Base
from secondments.privacy import data_map, own_data
from secondments.privacy.data_map import MAP, Level
from tests import builders
from tests.secondment.stage import Stage

DOC = Path(config.ROOT) / "docs" / "personal-data.md"
SECRET_NAMES = ("password", "token", "hash", "secret", "seed", "salt")
# Digests of documents and entries, which are no secrets.
NO_SECRETS = {("audit_entry", "hash"), ("audit_entry", "prev_hash")}


@pytest.fixture
def in_the_app(app):
    with app.app_context():
        yield


def test_every_table_is_on_the_map_and_nothing_else(the_app):
    assert set(MAP) == set(Base.metadata.tables)


@pytest.mark.parametrize("name", MAP)
def test_the_map_names_columns_that_there_are(the_app, name):
    table, kept = Base.metadata.tables[name], MAP[name]
    assert {*kept.owners, *kept.secret} <= {column.name for column in table.columns}
    if kept.of_the_applicant:
        assert "secondment_id" in table.columns


@pytest.mark.parametrize("name", MAP)
def test_a_secret_is_in_no_copy(the_app, name):
    kept = MAP[name]
    if kept.level in {Level.PROOF, Level.NONE}:
        return
    for column in Base.metadata.tables[name].columns:
        looks_secret = any(part in column.name for part in SECRET_NAMES)
        if looks_secret or isinstance(column.type, LargeBinary):
            assert column.name in kept.secret or (name, column.name) in NO_SECRETS, column


def test_the_document_is_made_from_the_map():
    assert data_map.table() in DOC.read_text("utf-8")


@pytest.mark.usefixtures("in_the_app")
def test_a_copy_has_ones_own_rows_and_nobody_elses():
    cast = builders.a_world()
    s = builders.a_proposal(cast)
    copied = own_data.of(cast.trainee)
    assert [row["email"] for row in copied["person"]] == [cast.trainee.email]
    assert [row["ref"] for row in copied["secondment"]] == [s.ref]
    assert len(copied["proposal"]) == 1
    assert {row["by_id"] for row in copied["audit_entry"]} == {cast.trainee.id}
    assert {row["to_address"] for row in copied.get("letter", [])} <= {cast.trainee.email}
    assert "salt" not in copied["audit_entry"][0]
    of_the_company = own_data.of(cast.lead)
    assert "proposal" not in of_the_company
    assert "secondment" not in of_the_company


class TestPage:
    @pytest.fixture
    def stage(self, app):
        return Stage(app)

    def test_it_counts_what_there_is_and_hands_it_over_as_a_file(self, stage):
        stage.play(builders.a_proposal)
        assert "To decide on it" in stage.sees("trainee", "/account/data")
        token = stage.as_("trainee").token("/account/data")
        answer = stage.as_("trainee").client.post(
            "/account/data/copy.json", data={"csrf_token": token}
        )
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert [row["name"] for row in json.loads(answer.data)["person"]] == ["Dr Priya Nandakumar"]

    def test_looking_hands_nothing_over(self, stage):
        assert stage.as_("trainee").see("/account/data/copy.json").status_code == 405


@pytest.mark.usefixtures("in_the_app")
def test_everybody_in_the_demonstration_can_take_theirs():
    builders.a_proposal(builders.a_world())
    for person in vars(world.cast()).values():
        if hasattr(person, "email"):
            assert json.loads(own_data.as_json(person))["person"]
