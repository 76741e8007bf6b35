"""The third-party files that pages use: ours in look, from our own host, and complete."""

import json
import re
import shutil
from pathlib import Path

import pytest

from secondments.web import assets

ROOT = Path(__file__).resolve().parents[2]
LOCKED = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]

needs_packages = pytest.mark.skipif(
    not (ROOT / "node_modules").is_dir(), reason="the npm packages are not installed"
)


@pytest.fixture(scope="module")
def static(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("static")
    assets.build(ROOT / "node_modules", folder)
    return folder


def test_the_code_and_the_lock_file_name_the_same_versions():
    assert LOCKED["node_modules/nhsuk-frontend"]["version"] == assets.LIBRARY_VERSION
    assert LOCKED[f"node_modules/{assets.TYPEFACE}"]["version"] == assets.TYPEFACE_VERSION
    assert assets.LIBRARY_JS in (assets.STATIC / "app.js").read_text("utf-8")


def test_the_lock_file_names_no_host_to_fetch_packages_from():
    assert not any("resolved" in package for package in LOCKED.values())


@needs_packages
def test_no_style_sheet_asks_another_host_or_for_the_typeface_and_blue_of_the_nhs(static: Path):
    for sheet in static.rglob("*.css"):
        css = sheet.read_text("utf-8")
        assert not re.search(r"https?:|//[a-z]|@import|Frutiger|#005eb8|#003087", css), sheet.name


@needs_packages
def test_every_file_that_a_style_sheet_asks_for_is_there(static: Path):
    for sheet in static.rglob("*.css"):
        for wanted in re.findall(r"url\(([^)]+)\)", sheet.read_text("utf-8")):
            assert (sheet.parent / wanted).is_file(), wanted


@needs_packages
def test_the_fonts_that_pages_preload_and_documents_embed_are_there(static: Path):
    for font in assets.PRELOADED_FONTS:
        assert (static / font).stat().st_size > 10_000
    names = {path.name for path in (static / assets.PRINT_FOLDER).glob("*.ttf")}
    assert {"SourceSans3_400Regular.ttf", "SourceSans3_600SemiBold.ttf"} <= names


@needs_packages
def test_building_twice_writes_nothing_and_removes_what_is_no_longer_wanted(static: Path):
    stray = static / "vendor" / "nhsuk-frontend-9.0.0" / "old.css"
    stray.parent.mkdir(parents=True)
    stray.write_text("a {}")
    assert assets.build(ROOT / "node_modules", static) == 0
    assert not stray.exists()


def test_missing_packages_are_one_sentence_and_not_a_traceback(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert assets.main(["--source", str(tmp_path / "none"), "--static", str(tmp_path)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "npm ci" in said


def test_another_version_of_the_library_is_refused(tmp_path: Path):
    package = tmp_path / "nhsuk-frontend"
    package.mkdir()
    (package / "package.json").write_text('{"version": "11.0.0"}')
    with pytest.raises(assets.AssetsUnavailable, match=r"11\.0\.0"):
        assets.build(tmp_path, tmp_path / "static")
    shutil.rmtree(package)


def test_a_style_sheet_that_would_still_ask_another_host_is_refused():
    with pytest.raises(assets.AssetsUnavailable, match="still asks"):
        assets.our_style("a { background: url(https://assets.example/x.png) }")
