"""The settings of Streamlit that the site rests on."""

import gc
import tomllib

from streamlit import config
from streamlit.testing.v1 import AppTest

from tests import ROOT

SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))


def test_settings_are_known_to_this_streamlit():
    # postScriptGC is a hidden option and could vanish
    known = config.get_config_options()
    flat = [f"{section}.{name}" for section, values in SETTINGS.items() for name in values if section != "theme"]
    assert set(flat) <= set(known)
    themes = [f"theme.{name}" for name, value in SETTINGS["theme"].items() if not isinstance(value, dict)]
    themes += [f"theme.{kind}.{name}" for kind in ("light", "dark") for name in SETTINGS["theme"][kind]]
    assert set(themes) <= set(known)


def test_nothing_is_collected_after_a_run(monkeypatch):
    assert SETTINGS["runner"]["postScriptGC"] is False
    before = config.get_option("runner.postScriptGC")
    config.set_option("runner.postScriptGC", SETTINGS["runner"]["postScriptGC"])
    calls = []
    monkeypatch.setattr(gc, "collect", lambda *generation: calls.append(generation))
    AppTest.from_string("import streamlit as st; st.write('hello')").run()
    config.set_option("runner.postScriptGC", before)
    assert calls == []


def test_usage_statistics_are_off():
    assert SETTINGS["browser"]["gatherUsageStats"] is False
