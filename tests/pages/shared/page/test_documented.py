"""The example in docs/writing-an-experiment.md works as it stands there."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests import ROOT
from tests.pages.driver import SLOW, arrived, asked, bet, sent, verdict


@pytest.fixture
def example(tmp_path) -> AppTest:
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "writing-an-experiment.md").read_text(), re.DOTALL)
    assert len(code.splitlines()) <= 52
    page = tmp_path / "five_heads.py"
    page.write_text(f"{code}\n\nfive_heads()\n", encoding="utf-8")
    return arrived(AppTest.from_file(str(page), default_timeout=SLOW))


def test_the_example_tells_nothing_before_its_bet_and_proves_it_afterwards(example):
    assert asked(example) == ["coin.memory"] and sent(example, "coin.stage")[0]["frames"] == 5
    bet(example, "coin.memory", "Tails, at last")
    header = sent(example, "coin.stage")[0]
    assert header["frames"] == 200 and header["proof"]["marks"] == ["share"]
    assert re.fullmatch(r"Not quite\. After 200 tosses \*\*\d+ %\*\* were heads\.", verdict(example, "coin.memory"))
