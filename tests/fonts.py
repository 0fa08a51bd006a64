"""`make fonts`: cut the letters and icons that the site shows out of Streamlit's own fonts, into assets/fonts.

What a cut lacks (a rare letter) the browser still fetches from Streamlit's, which stand behind it. An icon that is
missing would be missed: all are in that Streamlit's scripts or our pages name.
"""

import hashlib
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

import streamlit
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from tests import ROOT

STREAMLIT = Path(streamlit.__file__).parent / "static" / "static"
FONTS = ROOT / "assets" / "fonts"
BASIC = {*range(0x20, 0x7F), *range(0xA0, 0x100), *map(ord, "−…–—‘’“”•←→↑↓≤≥≈√")}
SPELLING = {*b" abcdefghijklmnopqrstuvwxyz0123456789_"}
"""What an icon's name is made of: one glyph takes the place of the whole. Streamlit asks for the font with a blank."""
ICON = re.compile(r":material/(\w+):")
NAMES = (1, 3, 4, 6, 16, 25)
"""Where a font says what it is called. A cut one may not bear the name of the whole."""


class Cut(NamedTuple):
    """source: Streamlit's file, up to its hash; limits: of the axes; the rest as its style sheet says it."""

    source: str
    family: str
    limits: dict[str, float | tuple[float, float]]
    style: str = "normal"
    weight: str = "100 900"


CUTS = {
    "sans": Cut("SourceSansVF-Upright", "Source Sans", {"wght": (400, 700)}),
    "sans-italic": Cut("SourceSansVF-Italic", "Source Sans", {"wght": (400, 700)}, style="italic"),
    "serif-italic": Cut("SourceSerifVariable-Italic", "Source Serif", {"wght": 400, "opsz": 24}, style="italic"),
    "serif": Cut("SourceSerifVariable-Roman", "Source Serif", {"wght": (400, 700), "opsz": 24}),
}
ICONS = Cut("MaterialSymbols-Rounded", "Material Symbols Rounded", {}, weight="400")


def main() -> None:
    FONTS.mkdir(exist_ok=True)
    for old in FONTS.glob("*.woff2"):
        old.unlink()
    rules = [_letters(name, cut) for name, cut in CUTS.items()] + [_icons()]
    (FONTS / "fonts.css").write_text("\n".join(rules) + "\n", encoding="utf-8")


def letters() -> set[int]:
    """What people type, and whatever stands in our pages and the core."""
    files = [path for folder in ("pages", "diffusion_core") for path in (ROOT / folder).rglob("*.*")]
    texts = [path.read_text(encoding="utf-8") for path in files if path.suffix in (".py", ".js")]
    return BASIC | {ord(letter) for letter in "".join(texts) if letter.isprintable()}


def icon_names() -> set[str]:
    """All icons that Streamlit's scripts or our pages may show."""
    files = [*STREAMLIT.glob("js/*.js"), *(ROOT / "pages").rglob("*.py")]
    return {name for path in files for name in ICON.findall(path.read_text(encoding="utf-8"))}


def icon_glyphs(font: TTFont) -> dict[str, str]:
    """{name: glyph} of the icons of a font."""
    letter_of = {glyph: chr(code) for code, glyph in font.getBestCmap().items() if code in SPELLING}
    tables = [table for lookup in font["GSUB"].table.LookupList.Lookup for table in lookup.SubTable]
    found = {}
    for table in tables:
        table = getattr(table, "ExtSubTable", table)
        for first, ligatures in getattr(table, "ligatures", {}).items():
            for one in ligatures:
                found["".join(letter_of.get(glyph, "?") for glyph in (first, *one.Component))] = one.LigGlyph
    return found


def _letters(name: str, cut: Cut) -> str:
    font = _opened(cut)
    kept = sorted(letters() & set(font.getBestCmap()))
    _subset(font, unicodes=kept)
    font = instantiateVariableFont(font, cut.limits)
    return _rule(cut, _written(name, font), "swap", kept)


def _icons() -> str:
    font = _opened(ICONS)
    glyphs = icon_glyphs(font)
    _subset(font, unicodes=SPELLING, glyphs=[glyphs[name] for name in icon_names() if name in glyphs])
    return _rule(ICONS, _written("icons", font), "block", sorted(SPELLING))


def _opened(cut: Cut) -> TTFont:
    (path,) = (STREAMLIT / "media").glob(f"{cut.source}.*.woff2")
    return TTFont(path)


def _subset(font: TTFont, *, unicodes: Iterable[int], glyphs: Iterable[str] = ()) -> None:
    # without closure: else every icon that can be spelt would stay
    subsetter = Subsetter(Options(layout_closure=not glyphs, name_IDs=["*"]))
    subsetter.populate(unicodes=unicodes, glyphs=glyphs)
    subsetter.subset(font)


def _written(name: str, font: TTFont) -> str:
    """The name of the file, which tells its contents."""
    for number in NAMES:
        for record in [record for record in font["name"].names if record.nameID == number]:
            record.string = f"Ink {name}"
    font.flavor = "woff2"
    font["head"].modified = font["head"].created  # the same each time
    font.recalcTimestamp = False
    font.save(whole := BytesIO())
    file = f"{name}.{hashlib.sha256(whole.getvalue()).hexdigest()[:8]}.woff2"
    (FONTS / file).write_bytes(whole.getvalue())
    return file


def _rule(cut: Cut, file: str, display: str, codes: list[int]) -> str:
    # of two rules for one family, style and weight the later counts, as far as its range goes; without a range both
    # files would be fetched
    return (
        f"@font-face {{ font-family: {cut.family}; font-style: {cut.style}; font-weight: {cut.weight};"
        f" src: url(./fonts/{file}) format('woff2'); font-display: {display}; unicode-range: {_ranges(codes)}; }}"
    )


def _ranges(codes: list[int]) -> str:
    starts = [code for code in codes if code - 1 not in codes]
    ends = [code for code in codes if code + 1 not in codes]
    return ", ".join(f"U+{a:X}" if a == b else f"U+{a:X}-{b:X}" for a, b in zip(starts, ends, strict=True))


if __name__ == "__main__":
    main()
