"""The server as app.py starts it: it waits for no torch."""

import subprocess
import sys

from tests import ROOT


def test_the_server_starts_without_waiting_for_torch():
    code = "import sys, app; sys.exit(bool({'torch', 'prometheus_client'} & {*sys.modules}))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, timeout=120).returncode == 0


def test_the_server_starts_and_the_home_page_is_drawn_without_torch():
    code = """
        import sys
        import app
        from streamlit.testing.v1 import AppTest
        home = AppTest.from_file("pages/frame.py", default_timeout=60).run()
        assert not home.exception and home.title[0].value.startswith("How does a computer draw")
        assert any("being loaded" in note.value for note in home.caption)
        assert "torch" not in sys.modules
    """
    script = "\n".join(line.strip() for line in code.splitlines()).replace(
        '"pages/frame.py"', repr(str(ROOT / "pages/frame.py"))
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=120)
