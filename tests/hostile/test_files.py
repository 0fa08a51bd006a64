"""The corpus of hostile files against the running server: each gets its picture or one sentence, within the limits."""

import sys
import threading
from contextlib import ExitStack

import pytest

from pages.server import shelf
from pages.shared.page.refusals import KINDS, Lost, TooManyBytes
from tests.browser.machine import running_process
from tests.hostile import jpeg, png
from tests.hostile.attack import HEAD, attacked, summary
from tests.hostile.corpus import corpus
from tests.hostile.making import noise
from tests.hostile.memory import cost_of
from tests.hostile.visitor import Visitor, visitor

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    pytest.mark.timeout(1_800),  # a busy machine is no fault of the files
]
MEMORY, WORK = 150e6, 2.0
WAITING = 10e6
"""Bytes that one more visitor may take while hers waits: the file, up to 5 MB, and her page with the new picture."""
SENTENCES = [kind.sentence for kind in (*KINDS, TooManyBytes)]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Its address, its process, and the file that it writes its log to."""
    path = tmp_path_factory.mktemp("hostile") / "log.txt"
    with path.open("wb") as log, running_process(log=log, seconds=400) as (address, process):
        yield address, process.pid, path


@pytest.fixture(scope="module")
def outcomes(server):
    """With -s, or when a test fails, the table is shown."""
    found = []
    print(HEAD)
    for outcome in attacked(server[0], server[1], corpus()):
        found.append(outcome)
        print(outcome.line(), *outcome.answer.errors, flush=True)
    print(summary(found))
    return found


def test_there_are_many_kinds():
    names = [file.name for file in corpus()]
    assert len(set(names)) == len(names) >= 60


def test_each_file_gets_its_picture_or_one_plain_sentence(outcomes):
    for one in outcomes:
        answer = one.answer
        assert answer.picture != bool(answer.sentence), one.line()
        assert answer.picture or answer.sentence.removesuffix(" Meanwhile you see a critter.") in SENTENCES, one.line()


def test_no_error_box_is_shown_and_no_exception_is_in_the_log(outcomes, server):
    assert [one.answer.errors for one in outcomes if one.answer.errors] == []
    log = server[2].read_text(encoding="utf-8", errors="replace")
    assert "Traceback" not in log and "Exception" not in log, log


def test_the_log_tells_of_no_visitor(outcomes, server):
    log = server[2].read_text(encoding="utf-8", errors="replace")
    assert "WebSocket" not in log and "connection" not in log, log


def test_no_file_takes_more_memory_than_is_allowed(outcomes):
    assert [one.line() for one in outcomes if one.cost.memory > MEMORY] == []


def test_no_file_takes_more_of_the_processor_than_is_allowed(outcomes):
    assert [one.line() for one in outcomes if one.cost.work > WORK] == []


def test_whole_pictures_of_the_largest_size_are_read(outcomes):
    said = {one.file.name: one.answer.sentence for one in outcomes}
    large = [name for name in said if name.startswith(("png", "gif")) and name.endswith(", full size")]
    empty = {"gif: a frame, full size, and no data"}
    assert len(large) > 12 and {name for name in large if said[name]} <= empty


def test_files_that_no_page_reads_are_let_go(server):
    with visitor(server[0]) as one, cost_of(server[1]) as cost:
        for number in range(60):
            one.put(noise(4_900_000, number), "mine.png")
    assert cost.memory < MEMORY


def test_who_sends_too_many_is_told_so(server):
    with visitor(server[0]) as one:
        answers = [one.send(png.small(), "mine.png") for _ in range(shelf.MOST_SENT + 1)]
    assert all(answer.picture for answer in answers[:-1])
    assert answers[-1].sentence.startswith(Lost.sentence)


def test_of_five_heavy_files_at_once_only_one_is_unpacked(server):
    heavy = [png.whole(3_500, 3_500, png.RGBA), png.interlaced(3_500), png.whole(3_500, 3_500, png.GREY, 16)]
    files = [*heavy, jpeg.full("CMYK", progressive=True), heavy[0]]
    answers = []
    with ExitStack() as visits:
        visitors = [visits.enter_context(visitor(server[0])) for _ in files]
        for one in visitors:
            # what a visitor and a page with a picture of one's own take is no matter of the file
            one.send(png.small(), "mine.png")

        def send(one: Visitor, data: bytes) -> None:
            answers.append(one.send(data, "mine.png"))

        with cost_of(server[1]) as cost:
            senders = [threading.Thread(target=send, args=both) for both in zip(visitors, files, strict=True)]
            for sender in senders:
                sender.start()
            for sender in senders:
                sender.join()
    assert cost.memory < MEMORY + 4 * WAITING and not any(answer.errors for answer in answers)
    assert len(answers) == len(files)
