"""The two lists of features: finding them in the owner's files, and writing and taking out one entry.

They are the owner's, and may look any way that Python and TypeScript allow. Nothing but the entry changes:
not a comment, not a line end.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..terminal import output
from .rendering import python, typescript
from .slice import Slice

BACKEND = "backend/app/features/__init__.py"
FRONTEND = "frontend/src/app/features/features.ts"
NAME = "features"
# What prettier and ruff are set to.
WIDTH = 100
INDENTS = {BACKEND: "    ", FRONTEND: "  "}
# TypeScript, as far as it matters where things begin and end; a regular expression is not expected in a list.
TOKEN = re.compile(
    r"""(?P<comment>//[^\n]*|/\*.*?\*/)|(?P<string>'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`)
    |(?P<space>\s+)|(?P<word>[\w$]+)|(?P<sign>.)""",
    re.VERBOSE | re.DOTALL,
)
OPENING, CLOSING = "([{", ")]}"


@dataclass(frozen=True)
class Item:
    """An element of a list: where it begins and ends in the text, without its comma; its name, if it says."""

    start: int
    end: int
    name: str | None


@dataclass(frozen=True)
class Found:
    """A list: where it is open (behind its bracket) and closed, its elements, and the commas between them."""

    start: int
    end: int
    items: tuple[Item, ...]
    commas: frozenset[int]


def entry(path: str, slice_: Slice) -> str:
    """The line that brings the feature, as formatters write it; without indent, with its comma."""
    if path == BACKEND:
        return f"{python(slice_.name)},"
    label = ", ".join(f"{language}: {typescript(words['many'])}" for language, words in slice_.labels.items())
    parts = [
        f"path: {typescript(slice_.kebab)}",
        f"label: {{ {label} }}",
        f"routes: () => import('./{slice_.kebab}/{slice_.kebab}.routes')",
    ]
    line = f"{{ {', '.join(parts)} }},"
    if len(INDENTS[path]) + output.width(line) <= WIDTH:
        return line
    return "\n".join(["{", *(f"  {part}," for part in parts), "},"])


def has(path: str, content: str, name: str) -> bool:
    """Whether the feature stands in the file already: in its list, or in whatever the owner made of it."""
    found = find(path, content)
    if found:
        return any(item.name == name for item in found.items)
    return bool(re.search(rf"""^[^#\n]*(['"]){re.escape(name)}\1""", content, re.MULTILINE))


def with_entry(path: str, content: str, lines: str) -> str | None:
    """The file with the entry as the last of its list; None where there is no list that can be found."""
    found = find(path, content)
    if not found:
        return None
    newline = "\r\n" if "\r\n" in content else "\n"
    inside = content[found.start : found.end]
    if "\n" not in inside:
        return _in_one_line(content, found, lines)
    indent = _indent(content, found) or INDENTS[path]
    written = newline.join(f"{indent}{line}" for line in lines.split("\n"))
    content, end = _with_comma(content, found)
    # Behind what else stands in the list, comments too: the line of its closing bracket.
    last_line = content.rfind("\n", 0, end) + 1
    if content[last_line:end].strip():
        # `…]` stands behind the last element.
        return f"{content[:end].rstrip()}{newline}{written}{newline}{content[end:]}"
    return f"{content[:last_line]}{written}{newline}{content[last_line:]}"


def without_entry(path: str, content: str, name: str) -> str | None:
    """The file without the feature's entry, and the comment in its line; None where it is not there."""
    found = find(path, content)
    item = next((each for each in (found.items if found else ()) if each.name == name), None)
    if not found or not item:
        return None
    comma = min((each for each in found.commas if each >= item.end), default=None)
    following = min((each.start for each in found.items if each.start > item.start), default=found.end)
    end = comma + 1 if comma is not None and comma < following else item.end
    line = content.rfind("\n", 0, item.start) + 1
    line_end = content.find("\n", end)
    rest = content[end : line_end if line_end >= 0 else len(content)].strip()
    is_alone = not content[line : item.start].strip() and (not rest or rest.startswith(("#", "//")))
    if is_alone and line_end >= 0:
        return content[:line] + content[line_end + 1 :]
    if end == item.end:
        # The last of its line: the comma in front of it goes too.
        comma_before = max((each for each in found.commas if each < item.start), default=None)
        start = item.start if comma_before is None else comma_before
        return content[:start] + content[end:]
    before, after = content[: item.start], content[end:].lstrip(" ")
    return (before.rstrip(" ") if after[:1] in ("\r", "\n") else before) + after


def find(path: str, content: str) -> Found | None:
    """The list called `features`; None where the file holds none that is written out."""
    return _find_python(content) if path == BACKEND else _find_typescript(content)


def _in_one_line(content: str, found: Found, lines: str) -> str:
    written = " ".join(line.strip() for line in lines.split("\n")).rstrip(",")
    if not found.items:
        return f"{content[: found.start]}{written}{content[found.start :].lstrip(' ')}"
    end = found.items[-1].end
    return f"{content[:end]}, {written}{content[end:]}"


def _with_comma(content: str, found: Found) -> tuple[str, int]:
    """The text with a comma behind its last element, and where the list ends then."""
    if not found.items or any(comma >= found.items[-1].end for comma in found.commas):
        return content, found.end
    end = found.items[-1].end
    return f"{content[:end]},{content[end:]}", found.end + 1


def _indent(content: str, found: Found) -> str | None:
    """How far the elements are indented, where one begins a line."""
    for item in reversed(found.items):
        before = content[content.rfind("\n", 0, item.start) + 1 : item.start]
        if not before.strip():
            return before
    return None


def _find_python(content: str) -> Found | None:
    try:
        tree = ast.parse(content.removeprefix("\ufeff"))
    except (SyntaxError, ValueError):
        return None
    for node in tree.body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        value = getattr(node, "value", None)
        named = any(isinstance(target, ast.Name) and target.id == NAME for target in targets)
        if named and isinstance(value, ast.List):
            return _list_of(content, value)
    return None


def _list_of(content: str, node: ast.List) -> Found:
    places = _Places(content)
    items = tuple(Item(places.start(each), places.end(each), _word(each)) for each in node.elts)
    start, end = places.start(node) + 1, places.end(node) - 1
    commas = frozenset(_commas_between(content, start, end, items))
    return Found(start, end, items, commas)


def _word(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _commas_between(content: str, start: int, end: int, items: tuple[Item, ...]) -> Iterator[int]:
    """Where commas stand between Python's elements, not in comments."""
    edges = [start, *(item.end for item in items)]
    nexts = [*(item.start for item in items), end]
    for left, right in zip(edges, nexts, strict=True):
        for match in re.finditer(r"#[^\n]*|(,)", content[left:right]):
            if match[1]:
                yield left + match.start()


class _Places:
    """From ast's lines and columns (of UTF-8 bytes) to places in the text."""

    def __init__(self, content: str) -> None:
        bom = len(content) - len(content.removeprefix("\ufeff"))
        # ast counts what Python takes for a line; other ends of lines stand in strings only.
        self._lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", content[bom:])
        self._starts = [bom]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line))

    def start(self, node: ast.expr) -> int:
        return self._place(node.lineno, node.col_offset)

    def end(self, node: ast.expr) -> int:
        return self._place(node.end_lineno or 0, node.end_col_offset or 0)

    def _place(self, line: int, column: int) -> int:
        letters = self._lines[line - 1].encode()[:column].decode()
        return self._starts[line - 1] + len(letters)


def _find_typescript(content: str) -> Found | None:
    """`const features … = [ … ]`, its elements read token by token."""
    code = [
        (match.start(), match.group(), match.lastgroup)
        for match in TOKEN.finditer(content)
        if match.lastgroup not in ("comment", "space")
    ]
    start = _opening(code)
    if start is None:
        return None
    depth = 0
    items: list[Item] = []
    commas: set[int] = set()
    first: int | None = None
    for number in range(start, len(code)):
        place, words, _ = code[number]
        if depth == 1 and (words == "," or words == "]"):
            if first is not None:
                items.append(_item(code[first:number]))
            first = None
            if words == "]":
                return Found(code[start][0] + 1, place, tuple(items), frozenset(commas))
            commas.add(place)
            continue
        if depth == 1 and first is None:
            first = number
        depth += (words in OPENING) - (words in CLOSING)
    return None


def _opening(code: list[tuple[int, str, str | None]]) -> int | None:
    """Which token opens the list: the first bracket behind the = of `const features`."""
    words = [each[1] for each in code]
    for number, word in enumerate(words):
        if word == NAME and number and words[number - 1] in ("const", "let"):
            try:
                equals = words.index("=", number)
            except ValueError:
                return None
            return equals + 1 if words[equals + 1 : equals + 2] == ["["] else None
    return None


def _item(code: list[tuple[int, str, str | None]]) -> Item:
    """An element, by its tokens: { path: 'notes', … } is called notes."""
    depth, name = 0, None
    for number, (_, word, _kind) in enumerate(code):
        depth += (word in OPENING) - (word in CLOSING)
        following = code[number + 1 : number + 3]
        is_path = depth == 1 and word.strip("'\"") == "path" and len(following) == 2
        if is_path and following[0][1] == ":" and following[1][2] == "string":
            name = following[1][1][1:-1]
    last = code[-1]
    return Item(code[0][0], last[0] + len(last[1]), name)
