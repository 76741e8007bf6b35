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


def test_a_program_that_fails_is_a_sentence():
    with pytest.raises(install.Missing, match="Nothing can be done: the reason is above"):
        install.done(["false"], "Nothing can be done")
