"""Characters that pages are full of: space of all kinds, what cannot be seen, the glyphs of bullets."""

from __future__ import annotations

# What has no width, turns the direction of text, joins or parts characters, or stands where an image was.
INVISIBLE = "".join(
    chr(code)
    for first, last in (
        (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180E),
        (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x2800, 0x2800), (0x3164, 0x3164), (0xFE00, 0xFE0F),
        (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFC), (0xE0020, 0xE007F),
    )
    for code in range(first, last + 1)
)  # fmt: skip
COLOUR = r"\x1b\[[\d;]*m"  # what a terminal turns into a colour
UNSEEN = rf"(?:[{INVISIBLE}]|{COLOUR})"
SPACE = (  # ASCII and Unicode
    " \t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
# What stands before a name on a list, as sites, word processors and terminals write it.
GLYPHS = "•·∙⋅‣⁃◦●○◉▪▫■□▶►▸➤➢❖✦›»→✓✔∗⁌⁍￭・⦁⦿‐‑−★☆\uf0b7\u2219\u25cf◆◇✧◈▷▹➜➔⇒⟶⚫⚪⬤❍❏❑☐☑✗✘⬥⬧🔹🔸ㆍ"
