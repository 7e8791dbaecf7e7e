"""What a terminal printed, as an animated SVG and as text. cast.py records it.

The SVG is CSS alone: it plays wherever pictures are shown, in light and dark, and shows its end where people
ask for less motion. Text stays text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from xml.etree import ElementTree

COLUMNS, ROWS = 100, 30
# Of the picture, in its own units: a letter, a line, the border, the bar above.
LETTER, LINE, BORDER, BAR = 7.8, 18.0, 18.0, 34.0
FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
# Seconds of the animation: the longest wait that is left, what follows a line at once, typing, and the end.
LONGEST_WAIT, BETWEEN_LINES, A_LETTER, BEFORE_TYPING, AFTER_TYPING, AT_THE_END = (
    1.0,
    0.04,
    0.02,
    0.8,
    0.4,
    8.0,
)
# How many pictures of a moving line are kept.
MOMENTS = 3
CAPTION = "a real run, its waits cut short"
BEGIN, END = "<!-- written by scripts/cast.py -->", "<!-- end -->"

# What a terminal is told besides letters: colours (m), and all the rest.
CONTROL = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])|\x1b\][^\x07]*\x07|\x1b[=>]")
HALF_A_CONTROL = re.compile(r"\x1b(\[[0-9;?]*|\][^\x07]*)?\Z")
STYLES = {"1": "b", "2": "q", "31": "r", "32": "g", "33": "y", "36": "c"}

CSS = """\
:root{--ground:#fff;--ink:#1f2328;--soft:#59636e;--edge:#d1d9e0;--bar:#f6f8fa;--green:#116329;--red:#b42318;\
--yellow:#7d4e00;--cyan:#0b5f8a}
@media(prefers-color-scheme:dark){:root{--ground:#0d1117;--ink:#e6edf3;--soft:#9198a1;--edge:#3d444d;\
--bar:#161b22;--green:#56d364;--red:#ff7b72;--yellow:#e3b341;--cyan:#79c0ff}}
text{font:13px FONT;fill:var(--ink);white-space:pre}
.b{font-weight:700}.q,.o{fill:var(--soft)}.r{fill:var(--red)}.g{fill:var(--green)}.y{fill:var(--yellow)}\
.c{fill:var(--cyan)}
.ground{fill:var(--ground);stroke:var(--edge)}.bar{fill:var(--bar)}.edge{stroke:var(--edge)}\
.cover{fill:var(--ground)}.cursor{fill:var(--ink)}
.t,.k{visibility:hidden}
"""


@dataclass(frozen=True)
class Line:
    """A line: when it came, its parts with their styles, and when it was wiped away again, if it was."""

    at: float
    parts: tuple[tuple[str, str], ...]
    until: float | None = None

    @property
    def text(self) -> str:
        return "".join(words for words, _ in self.parts)

    def replace(self, old: str, new: str) -> Line:
        return replace(self, parts=tuple((words.replace(old, new), style) for words, style in self.parts))


@dataclass(frozen=True)
class Take:
    """A command, and what it printed."""

    command: str
    lines: tuple[Line, ...]


@dataclass
class Printed:
    """Reads what a program sends to a terminal, as it comes."""

    lines: list[Line] = field(default_factory=list)
    _decoder: codecs.IncrementalDecoder = field(default_factory=codecs.getincrementaldecoder("utf-8"))
    _rest: str = ""
    _parts: list[tuple[str, str]] = field(default_factory=list)
    _style: str = ""
    _since: float = 0

    def take(self, now: float, chunk: bytes) -> None:
        """Some bytes, and the second at which they came. A letter or a control may come in two halves."""
        words = self._rest + self._decoder.decode(chunk)
        half = HALF_A_CONTROL.search(words)
        cut = half.start() if half else len(words)
        self._rest = words[cut:]
        self._read(now, words[:cut])

    def plain(self) -> str:
        """All lines that stand there, and the one that is being written."""
        told = [line.text for line in self.lines if line.until is None]
        return "\n".join([*told, "".join(words for words, _ in self._parts)])

    def _read(self, now: float, words: str) -> None:
        position = 0
        for control in CONTROL.finditer(words):
            self._write(now, words[position : control.start()])
            position = control.end()
            if control[2] == "m":
                self._style = _style(self._style, control[1] or "0")
            elif control[2] == "K":
                self._wipe(now)
        self._write(now, words[position:])

    def _write(self, now: float, words: str) -> None:
        for piece in re.split(r"(\n)", words.replace("\r", "")):
            if piece == "\n":
                self.lines.append(Line(now, tuple(self._parts)))
                self._parts = []
            elif piece:
                if not self._parts:
                    self._since = now
                self._parts.append((piece, self._style))

    def _wipe(self, now: float) -> None:
        if self._parts:
            self.lines.append(Line(self._since, tuple(self._parts), until=now))
        self._parts = []


def _style(style: str, codes: str) -> str:
    for code in codes.split(";"):
        if code in STYLES:
            style = f"{style} {STYLES[code]}".strip()
        elif code in ("", "0", "39", "22"):
            style = ""
    return style


@dataclass
class _Drawing:
    """Collects what is drawn: rows, and the moments at which they come and go, in seconds."""

    now: float = 0
    row: int = 0
    rows: list[str] = field(default_factory=list)
    css: list[str] = field(default_factory=list)
    # From when on which row is the last one.
    lowest: dict[float, int] = field(default_factory=dict)
    shown: list[tuple[str, float, float | None]] = field(default_factory=list)
    typed: list[tuple[str, float, int]] = field(default_factory=list)

    def command(self, words: str) -> None:
        self.now += BEFORE_TYPING if self.rows else 0.2
        name = f"k{len(self.typed)}"
        x, y = 2 * LETTER, self.row * LINE
        self._line([("$ ", "g b"), (words, "b")], self.now, kind="p")
        self.rows.append(
            f'<g class="k {name}">'
            f'<rect class="cover" x="{x:g}" y="{y:g}" width="{COLUMNS * LETTER:g}" height="{LINE:g}"/>'
            f'<rect class="cursor" x="{x:g}" y="{y + 2:g}" width="{LETTER:g}" height="15"/></g>'
        )
        self.typed.append((name, self.now, len(words)))
        self.now += len(words) * A_LETTER + AFTER_TYPING

    def output(self, lines: Sequence[Line]) -> None:
        """Waits are cut to what a reader likes; the order stays."""
        last = 0.0
        moving: list[Line] = []
        for line in lines:
            if line.until is not None:
                moving.append(line)
                continue
            wait = min(line.at - last, LONGEST_WAIT)
            self._moving(moving, wait)
            self.now += max(wait, BETWEEN_LINES)
            last, moving = line.at, []
            self._line(line.parts, self.now)

    def _moving(self, lines: Sequence[Line], wait: float) -> None:
        """Some moments of a line that was written again and again, where the next line will stand."""
        picked = lines[:: max(1, -(-len(lines) // MOMENTS))][:MOMENTS]
        if wait < 0.3:
            return
        for number, line in enumerate(picked):
            start = self.now + wait * number / len(picked)
            self._row(line.parts, "t", start, self.now + wait * (number + 1) / len(picked), self.row)

    def _line(self, parts: Sequence[tuple[str, str]], at: float, kind: str = "") -> None:
        for number, row in enumerate(_wrapped(parts)):
            self._row(row, "w" if number else kind, at, None, self.row)
            self.lowest[round(at, 3)] = self.row
            self.row += 1

    def _row(
        self, parts: Sequence[tuple[str, str]], kind: str, at: float, until: float | None, row: int
    ) -> None:
        name = next((known for known, *when in self.shown if when == [at, until]), "")
        if not name:
            name = f"a{len(self.shown)}"
            self.shown.append((name, at, until))
        length = sum(len(words) for words, _ in parts)
        spans = "".join(
            f'<tspan class="{style}">{escape(words, quote=False)}</tspan>'
            if style
            else escape(words, quote=False)
            for words, style in parts
        )
        width = f' textLength="{length * LETTER:g}" lengthAdjust="spacingAndGlyphs"' if length else ""
        classes = f"{kind} {name}".strip()
        self.rows.append(f'<text class="{classes}" y="{row * LINE + 13:g}"{width}>{spans}</text>')


def _wrapped(parts: Sequence[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    """The rows that a line takes."""
    rows: list[list[tuple[str, str]]] = [[]]
    left = COLUMNS
    for words, style in parts:
        while len(words) > left:
            rows[-1].append((words[:left], style))
            words, left = words[left:], COLUMNS
            rows.append([])
        rows[-1].append((words, style))
        left -= len(words)
    return rows


def picture(takes: Iterable[Take]) -> str:
    """The animated SVG."""
    drawing = _Drawing()
    for take in takes:
        drawing.command(take.command)
        drawing.output(take.lines)
    total = drawing.now + AT_THE_END
    width, height = COLUMNS * LETTER + 2 * BORDER, ROWS * LINE + BAR + 2 * BORDER
    dots = "".join(f'<circle class="dot" cx="{20 + 18 * n}" cy="{BAR / 2:g}" r="5.5"/>' for n in range(3))
    css = CSS.replace("FONT", FONT) + ".dot{fill:var(--edge)}\n"
    css += f".s{{transform:translateY({-_scrolled(drawing.row - 1):g}px)}}\n"
    css += "@media(prefers-reduced-motion:no-preference){\n" + "\n".join(_keyframes(drawing, total)) + "\n}"
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" xml:space="preserve" width="{width:g}" height="{height:g}" \
viewBox="0 0 {width:g} {height:g}" role="img" aria-labelledby="title description">
<title id="title">The first minutes with a new project</title>
<desc id="description">A terminal: new.sh makes and sets up a project, manage.py add writes a feature, \
manage.py dev starts it. The README has the same as text.</desc>
<style>
{css}
</style>
<rect class="ground" x=".5" y=".5" width="{width - 1:g}" height="{height - 1:g}" rx="10"/>
<path class="bar" d="M1 {BAR:g}V10.5A9.5 9.5 0 0 1 10.5 1H{width - 10.5:g}\
A9.5 9.5 0 0 1 {width - 1:g} 10.5V{BAR:g}Z"/>
<path class="edge" d="M1 {BAR:g}H{width - 1:g}"/>{dots}
<text class="o" x="{width / 2:g}" y="{BAR / 2 + 4.5:g}" text-anchor="middle">{CAPTION}</text>
<svg x="{BORDER:g}" y="{BAR + BORDER:g}" width="{COLUMNS * LETTER:g}" height="{ROWS * LINE:g}"><g class="s">
{chr(10).join(drawing.rows)}
</g></svg>
</svg>
"""


def _scrolled(lowest: int) -> float:
    """How far up the rows are moved where this row is the last one."""
    return max(0, lowest + 1 - ROWS) * LINE


def _keyframes(drawing: _Drawing, total: float) -> Iterator[str]:
    def at(second: float) -> str:
        return f"{second / total * 100:.2f}%"

    names = [name for name, *_ in (*drawing.shown, *drawing.typed)]
    for name in [*names, "s"]:
        yield f".{name}{{animation:{name} {total:.2f}s step-end infinite}}"
    for name, start, end in drawing.shown:
        gone = f"{at(end)}{{visibility:hidden}}" if end is not None else ""
        yield (
            f"@keyframes {name}{{0%{{visibility:hidden}}{at(start)}{{visibility:visible}}{gone}"
            f"{'' if end is not None else '100%{visibility:visible}'}}}"
        )
    for name, start, letters in drawing.typed:
        yield (
            f"@keyframes {name}{{0%{{visibility:hidden}}{at(start)}{{visibility:visible;transform:none;"
            f"animation-timing-function:steps({letters})}}"
            f"{at(start + letters * A_LETTER)}{{visibility:hidden;"
            f"transform:translateX({letters * LETTER:g}px)}}}}"
        )
    moves = "".join(
        f"{at(second)}{{transform:translateY({-_scrolled(row):g}px)}}"
        for second, row in drawing.lowest.items()
        if _scrolled(row)
    )
    last = f"100%{{transform:translateY({-_scrolled(drawing.row - 1):g}px)}}"
    yield f"@keyframes s{{0%{{transform:none}}{moves}{last}}}"


def lines_of(picture: str) -> list[str]:
    """What stands in the picture's terminal in the end, commands behind `$ `."""
    lines: list[str] = []
    for element in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"):
        kind = element.get("class", "").split()[0]
        words = "".join(element.itertext())
        if kind == "w":
            lines[-1] += words
        elif kind not in ("t", "o"):
            lines.append(words)
    return lines


def transcript(takes: Iterable[Take]) -> list[str]:
    """The same as lines_of, from what was recorded."""
    lines: list[str] = []
    for take in takes:
        lines += [f"$ {take.command}", *(line.text for line in take.lines if line.until is None)]
    return lines


def with_transcript(page: str, takes: Iterable[Take]) -> str:
    """The page with the text between its marks. Raises ValueError where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"The page has no {BEGIN} … {END}.")
    text = "\n".join(line.rstrip() for line in transcript(takes))
    return f"{before}{begin}\n\n```text\n{text}\n```\n\n{end}{after}"


def shown_in(page: str) -> list[str]:
    """The lines that with_transcript has written."""
    part = page.partition(BEGIN)[2].partition(END)[0]
    return part.strip().removeprefix("```text\n").removesuffix("\n```").split("\n")
