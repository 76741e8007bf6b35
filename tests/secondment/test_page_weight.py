"""What a slow phone fetches for a page of the form after its first visit."""

import re

from tests.builders import a_draft

MOST = 150_000  # bytes
STATIC = re.compile(r'(?:href|src)="(/static/[^"]+)"')
SECTIONS = ("", "/you", "/company", "/work", "/dates", "/money", "/check")


def test_a_page_of_the_form_is_light_after_the_first_visit(stage):
    ref = stage.play(a_draft)
    for section in SECTIONS:
        page = stage.sees("trainee", f"/secondments/{ref}/proposal{section}")
        assert len(page.encode()) <= MOST, section
        for address in set(STATIC.findall(page)):
            answer = stage.as_("trainee").see(address)
            kept = answer.headers["Cache-Control"]
            answer.close()
            assert "immutable" in kept, (address, kept)
