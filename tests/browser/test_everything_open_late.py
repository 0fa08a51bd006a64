"""As test_everything_open, for the pages from level 4 on."""

import pytest

from pages.site_map import PAGES
from tests.browser.opening import readable


@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", [page.path for page in PAGES if page.level >= 4])
def test_a_page_is_readable_for_everybody(visit, path):
    readable(visit, path)
