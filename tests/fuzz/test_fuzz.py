"""No address and no message makes a page show a box of errors, or the server write down an exception."""

import pytest

from tests.fuzz import attack
from tests.fuzz.parameters import PATHS
from tests.fuzz.visitor import Visitor

SEED = 1
ADDRESSES, MESSAGES = 500, 100


def test_the_parameters_are_found(server):
    assert set(server.known.controls) == set(PATHS)
    assert {"denoise.words", "schedule.hand4", "open.1.7"} <= {
        name for page in server.known.controls.values() for name in page
    }
    assert {"noise.pixel", "noise.animal", "smallest.nine", "schedule.first"} <= set(server.known.others)
    assert server.known.controls["level-3-small-steps"]["schedule.chain"] == ("1", "2", "3", "5", "10", "30", "100")


@pytest.mark.timeout(1800)
def test_no_address_shows_an_error(server):
    report = attack.addresses(server.address, server.known, ADDRESSES, SEED)
    assert (report.tried, report.boxes, report.refused) == (ADDRESSES, [], [])
    assert attack.exceptions(server.log) == 0, server.log.read_text(encoding="utf-8", errors="replace")[-4000:]


@pytest.mark.timeout(1800)
def test_no_message_shows_an_error(server):
    report = attack.messages(server.address, server.known, MESSAGES, SEED)
    assert (report.tried, report.boxes, report.refused) == (MESSAGES, [], [])
    assert attack.exceptions(server.log) == 0, server.log.read_text(encoding="utf-8", errors="replace")[-4000:]


# what was found by such nonsense before, each by itself


WITHOUT = ("schedule.chain=", "schedule.chain=&schedule.chain=", "schedule.beta=&schedule.chain=", "schedule.noise=inf")


@pytest.mark.parametrize("query", WITHOUT)
def test_a_parameter_without_a_value_leaves_the_default(server, query):
    visitor = Visitor(server.address)
    assert visitor.open("level-3-small-steps", query) == []
    visitor.close()
