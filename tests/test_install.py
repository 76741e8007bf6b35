"""What `make` does before anything is installed, and what it asks of the person instead."""

import pytest

import install


@pytest.fixture
def bare(monkeypatch, tmp_path):
    """A PATH on which there is nothing."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def a_program(folder, name, says):
    path = folder / name
    path.write_text(f"#!/bin/sh\necho {says}\n")
    path.chmod(0o755)


def test_tests_need_a_browser_and_poppler_the_service_does_not(bare):
    assert {"chromium", "poppler-utils"} <= set(install.missing_packages("test"))
    assert not {"chromium", "poppler-utils"} & set(install.missing_packages("run"))


def test_any_chromium_will_do(bare):
    a_program(bare, "google-chrome", "hello")
    assert "chromium" not in install.missing_packages("test")


def test_what_may_not_be_installed_is_named_in_one_sentence(bare):
    with pytest.raises(install.Missing) as refusal:
        install.install_system_packages(["libpangoft2-1.0-0", "chromium"])
    assert str(refusal.value) == (
        "This machine lacks libpangoft2-1.0-0 chromium: "
        "sudo apt-get install -y libpangoft2-1.0-0 chromium"
    )


def test_nothing_is_asked_for_when_nothing_is_missing(bare):
    install.install_system_packages([])


@pytest.mark.parametrize(("says", "major"), [("v20.20.2", 20), ("v9.1.0", 9), ("nonsense", 0)])
def test_the_version_of_node_is_a_number(bare, says, major):
    a_program(bare, "node", says)
    assert install.node_version() == major


def test_without_node_the_version_is_0(bare):
    assert install.node_version() == 0


def test_a_step_is_done_again_when_its_lock_has_changed(monkeypatch, tmp_path):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path)
    lock = tmp_path / "requirements.lock"
    lock.write_text("one")
    install.Stamp("packages", "requirements.lock").set()
    assert install.Stamp("packages", "requirements.lock").is_fresh(tmp_path)
    assert not install.Stamp("packages", "requirements.lock").is_fresh(tmp_path / "removed")
    lock.write_text("two")
    assert not install.Stamp("packages", "requirements.lock").is_fresh(tmp_path)


def test_the_node_packages_of_tests_are_enough_to_run_it_and_not_the_other_way_round(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path)
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "node_modules").mkdir()
    assert not install.has_node_packages("run")
    install.node_stamp("run").set()
    assert install.has_node_packages("run")
    assert not install.has_node_packages("test")
    install.node_stamp("test").set()
    assert install.has_node_packages("test")
    (tmp_path / "package-lock.json").write_text("another")
    assert not install.has_node_packages("test")


@pytest.mark.parametrize(("purpose", "omits"), [("run", True), ("test", False)])
def test_what_only_tests_need_of_node_is_left_out_of_a_run(monkeypatch, tmp_path, purpose, omits):
    said = []
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path)
    monkeypatch.setattr(install, "path_with_node", lambda: "")
    monkeypatch.setattr(install, "done", lambda command, *_rest, **_more: said.append(command))
    for name in ("package.json", "package-lock.json"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "secondments" / "web").mkdir(parents=True)
    (tmp_path / "secondments" / "web" / "assets.py").write_text("")
    install.install_front_end(purpose)
    assert ("--omit=dev" in said[0]) is omits


def test_a_program_that_fails_is_a_sentence():
    with pytest.raises(install.Missing, match="Nothing can be done: the reason is above"):
        install.done(["false"], "Nothing can be done")
