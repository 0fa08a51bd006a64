"""The one table of what other pages lead to: each key leads to an experiment that stands where the table says."""

import pytest

from pages.frame import PARTS
from pages.shown import SHOWN, experiments, place
from tests import ROOT
from tests.pages.driver import opened

pytestmark = pytest.mark.usefixtures("tiny_engine")


@pytest.mark.parametrize("page", PARTS, ids=lambda page: page.path)
def test_what_is_read_off_a_page_is_what_stands_on_it(page):
    there = [
        (one.anchor, one.value) for one in opened(page.path).header if (one.anchor or "").startswith("experiment-")
    ]
    read = [(f"experiment-{one.number.replace('.', '-')}", f"{one.number}  {one.title}")
            for one in experiments().values() if one.page == page]  # fmt: skip
    assert sorted(read) == sorted(there)


@pytest.mark.parametrize("key", SHOWN)
def test_a_key_leads_to_an_experiment(key):
    shown, there = SHOWN[key], place(key)
    found = experiments()[shown.function]
    assert there.address.startswith(found.page.path) and there.address.endswith(
        f"#experiment-{found.number.replace('.', '-')}"
    )
    assert "?" not in place(key, told=False).address


MOMENTS = {key: shown.query for key, shown in SHOWN.items() if shown.query.startswith("moment=")}


@pytest.mark.parametrize("key", MOMENTS)
def test_the_moment_of_a_link_is_one_of_a_film_that_opens_by_it(key):
    moment = MOMENTS[key].removeprefix("moment=")
    page = opened(place(key).page.path, {"moment": moment})
    films = [part.proto for part in page.get("bidi_component") if part.proto.bytes]
    name, frame = moment.split(".")
    headers = [header for header in map(_header, films) if header.get("moment") == name]
    assert headers and all(int(frame) < _frames(header) for header in headers)


def _header(component) -> dict:
    from diffusion_core.common.wire import unpack

    return unpack(component.bytes)[0]


def _frames(header: dict) -> int:
    return header.get("frames") or header.get("stream", {}).get("frames") or len(header.get("labels", ())) or 10**6


def test_the_table_imports_no_level():
    text = (ROOT / "pages" / "shown.py").read_text(encoding="utf-8")
    assert "import_module" not in text and "from pages.levels" not in text
