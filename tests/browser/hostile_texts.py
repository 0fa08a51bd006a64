"""Texts that would be links, pictures, formulas, colours and the like, if a page read them as Markdown."""

TEXTS = (
    "[Sign in](https://evil.example)", "![x](https://evil.example/x.png)", "<https://evil.example>",
    "https://evil.example/x", "www.evil.example", "WWW.evil.example", "mail x@evil.example now",
    "[x][y] [y]: https://evil.example", "[^1] and [^1]: note", ":red[colour]", ":red-background[x]", ":blue-badge[x]",
    ":small[x]", ":shimmer[x]", ':color[x]{foreground="red"}', ":help[x]", ":smile: and :+1:", ":material/home:",
    ":material_home:", ":streamlit:", "$x^2$ and $$y$$", "\\(x\\) \\[y\\]", "`code` ``more``", "```\ncode\n```",
    "~~~ x", "**bold** __bold__ *it* _it_", "~~gone~~ ~one~", "# heading", "- list", "1. list", "1) list", "> quote",
    "| a | b |\n| - | - |\n| c | d |", "---", "===", "<b>bold</b> <img src=x onerror=alert(1)>", "&lt; &#97; &amp;",
    "a -> b <- c <-> d -- e >= f <= g ~= h", "\\* \\\\ \\[x\\](y)", "    indented", "::: note", "::red[x]",
    "{{x}} {x}", "-> x", "- [ ] done", "a\u202eb", "a\x00b", "*", "_", ":", '“quoted” \'it\' "so"',
    "a happy green rabbit",
)  # fmt: skip
