"""Third-party styles, script and fonts, copied from node_modules into static/vendor/.

Run as `python -m secondments.web.assets`. Folders carry the version, so that browsers may keep
the files for a year; the library's style sheet is made ours on the way: no NHS typeface, no NHS
blue, no address outside our own host.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "secondments" / "static"

LIBRARY = "nhsuk-frontend"
LIBRARY_VERSION = "10.6.1"
TYPEFACE = "@fontsource-variable/source-sans-3"
TYPEFACE_VERSION = "5.3.0"
PRINT_TYPEFACE = "@expo-google-fonts/source-sans-3"
PRINT_STYLES = (
    "400Regular",
    "400Regular_Italic",
    "600SemiBold",
    "600SemiBold_Italic",
    "700Bold",
)
# For the letters that Source Sans 3 lacks: Latin, Greek and Cyrillic it has. This Arabic face draws
# a letter with its dots as one glyph: of two, WeasyPrint 70 loses the letter on copying.
OTHER_PRINT_TYPEFACES = {
    "@embedpdf/fonts-arabic": (
        "fonts/NotoNaskhArabic-Regular.ttf",
        "fonts/NotoNaskhArabic-Bold.ttf",
    ),
    "@embedpdf/fonts-kr": ("fonts/NotoSansKR-Regular.otf", "fonts/NotoSansKR-Bold.otf"),
    "@embedpdf/fonts-sc": ("fonts/NotoSansHans-Regular.otf", "fonts/NotoSansHans-Bold.otf"),
    "@expo-google-fonts/noto-emoji": ("400Regular/NotoEmoji_400Regular.ttf",),
    **{
        f"@expo-google-fonts/noto-sans-{script.lower()}": (
            f"400Regular/NotoSans{script}_400Regular.ttf",
            f"600SemiBold/NotoSans{script}_600SemiBold.ttf",
        )
        for script in ("Devanagari", "Hebrew")
    },
}

LIBRARY_FOLDER = f"vendor/{LIBRARY}-{LIBRARY_VERSION}"
TYPEFACE_FOLDER = f"vendor/source-sans-3-{TYPEFACE_VERSION}"
PRINT_FOLDER = "vendor/fonts/pdf"
LIBRARY_CSS = f"{LIBRARY_FOLDER}/nhsuk-frontend.min.css"
LIBRARY_JS = f"{LIBRARY_FOLDER}/nhsuk-frontend.min.js"
TYPEFACE_CSS = f"{TYPEFACE_FOLDER}/source-sans-3.css"
PRELOADED_FONTS = tuple(
    f"{TYPEFACE_FOLDER}/source-sans-3-{script}-wght-normal.woff2"
    for script in ("latin", "latin-ext")
)

# The compiled rules print hex values, not the properties that they define.
OUR_COLOURS = {"#005eb8": "#0a5a62", "#003087": "#0b4a50", "#004c94": "#0b4a50"}
ICON = re.compile(r"url\(/assets/images/([a-z0-9-]+\.svg)\)")
FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
SOURCE_MAP = re.compile(r"\n?/[*/]# sourceMappingURL=[^\n]*")
OUTSIDE = re.compile(r"url\((?!images/|files/|source-sans-3|data:)|@import|//[a-z]+\.nhs")

LICENCES = ("LICENSE_FONT", "LICENSE")

Files = Iterator[tuple[str, bytes]]


class AssetsUnavailable(RuntimeError):
    """The packages are not there, or not the ones this code was written for."""


def build(source: Path = ROOT / "node_modules", static: Path = STATIC) -> int:
    """Copy what has changed and remove what is no longer wanted; the number of files written."""
    wanted = dict(_every_file(source))
    written = sum(_put(static / name, content) for name, content in wanted.items())
    for path in (static / "vendor").rglob("*"):
        if path.is_file() and path.relative_to(static).as_posix() not in wanted:
            path.unlink()
    return written


def our_style(css: str) -> str:
    """The library's style sheet in our typeface and colours, asking nothing of another host."""
    css = SOURCE_MAP.sub("", FONT_FACE.sub("", css))
    css = css.replace("Frutiger W01", '"Source Sans 3"')
    for theirs, ours in OUR_COLOURS.items():
        css = css.replace(theirs, ours)
    css = ICON.sub(r"url(images/\1)", css)
    if outside := OUTSIDE.search(css):
        raise AssetsUnavailable(f"The style sheet still asks for {css[outside.start() :][:60]!r}.")
    return css


def _every_file(source: Path) -> Files:
    if not source.is_dir():
        raise AssetsUnavailable(f"There is no folder {source}. Run `npm ci` in {source.parent}.")
    yield from _library(_package(source, LIBRARY, LIBRARY_VERSION))
    yield from _typeface(_package(source, TYPEFACE, TYPEFACE_VERSION))
    yield from _print_typeface(_package(source, PRINT_TYPEFACE))
    for name, faces in OTHER_PRINT_TYPEFACES.items():
        yield from _other_print_typeface(_package(source, name), faces)


def _package(source: Path, name: str, version: str = "") -> Path:
    try:
        found = json.loads((source / name / "package.json").read_text("utf-8"))["version"]
    except FileNotFoundError:
        raise AssetsUnavailable(
            f"The npm package {name} is not in {source}. Run `npm ci` in {source.parent}."
        ) from None
    if version and found != version:
        raise AssetsUnavailable(
            f"{name} is version {found}; these pages were made for {version}. Run `npm ci`."
        )
    return source / name


def _library(package: Path) -> Files:
    dist = package / "dist" / "nhsuk"
    theirs = (dist / "nhsuk-frontend.min.css").read_text("utf-8")
    yield LIBRARY_CSS, our_style(theirs).encode()
    script = (dist / "nhsuk-frontend.min.js").read_text("utf-8")
    yield LIBRARY_JS, SOURCE_MAP.sub("", script).encode()
    for icon in sorted(set(ICON.findall(theirs))):
        yield f"{LIBRARY_FOLDER}/images/{icon}", (dist / "assets/images" / icon).read_bytes()


def _typeface(package: Path) -> Files:
    faces = "".join(
        (package / name).read_text("utf-8") for name in ("index.css", "wght-italic.css")
    )
    faces = faces.replace("Source Sans 3 Variable", "Source Sans 3").replace("./files/", "")
    yield TYPEFACE_CSS, faces.encode()
    for font in sorted((package / "files").glob("*.woff2")):
        yield f"{TYPEFACE_FOLDER}/{font.name}", font.read_bytes()
    yield f"{TYPEFACE_FOLDER}/LICENSE", (package / "LICENSE").read_bytes()


def _print_typeface(package: Path) -> Files:
    for style in PRINT_STYLES:
        name = f"SourceSans3_{style}.ttf"
        yield f"{PRINT_FOLDER}/{name}", (package / style / name).read_bytes()
    yield f"{PRINT_FOLDER}/LICENSE_FONT", (package / "LICENSE_FONT").read_bytes()


def _other_print_typeface(package: Path, faces: tuple[str, ...]) -> Files:
    for face in map(Path, faces):
        yield f"{PRINT_FOLDER}/{face.name}", (package / face).read_bytes()
    licence = next(package / name for name in LICENCES if (package / name).is_file())
    yield f"{PRINT_FOLDER}/LICENSE_{package.name}", licence.read_bytes()


def _put(path: Path, content: bytes) -> bool:
    if path.is_file() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside it and then over it: a page asked for meanwhile gets the old file or the new one.
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_bytes(content)
    fresh.replace(path)
    return True


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Copy third-party assets into static/vendor/.")
    parser.add_argument("--source", type=Path, default=ROOT / "node_modules")
    parser.add_argument("--static", type=Path, default=STATIC)
    chosen = parser.parse_args(arguments)
    try:
        written = build(chosen.source.resolve(), chosen.static.resolve())
    except (AssetsUnavailable, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"Assets are in {chosen.static / 'vendor'} ({written} written).\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
