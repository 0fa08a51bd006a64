"""Every page, on arrival and with all bets made and everything folded out, is readable for everybody.

Those of level 4 and later stand in a file of their own, so that both can be gone through at once.
"""

import pytest

from pages.site_map import PAGES
from tests.browser.opening import readable


@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", [page.path for page in PAGES if page.level < 4])
def test_a_page_is_readable_for_everybody(visit, path):
    readable(visit, path)
