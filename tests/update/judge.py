"""What became of an owner's work in an update: told from the files, the index and the exit code.

Every file is looked at as the owner left it, as the old and the new version of the template have it, and as
it is now. Lines are counted: a clean merge gives the owner's file plus what the template added minus what it
took away. So no case says what it expects to find, and nothing escapes that its author did not think of.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from harness import repository
from update.small import recorded
from update.snapshot import UTF_16, Entry, Snapshot

KEPT, CONFLICT, STOPPED = "kept", "conflict", "stopped"
HALF, CRASH, LOST, WRONG = "half updated", "crash", "lost", "wrong"
# The worst first: it is what a case comes to.
OUTCOMES = {
    HALF: "it ended in a traceback, and the project is neither as before nor as it should be",
    CRASH: "it ended in a traceback; nothing was changed",
    LOST: "what the owner wrote, changed or deleted is not as the owner left it, and nothing says so",
    WRONG: (
        "the owner's work is there; but what the template brings is not, or two files disagree, or it went "
        "ahead where it should have refused"
    ),
    CONFLICT: "git shows where the two sides meet, and both are there to choose from",
    STOPPED: "it refused, and nothing was changed",
    KEPT: "the owner's work and what the template brings are both there",
}
Files = Mapping[str, Entry]


@dataclass(frozen=True)
class Ended:
    """How a program that updates ended."""

    exit_code: int
    crashed: bool = False
    output: str = ""


@dataclass(frozen=True)
class Told:
    """What a judge cannot see in the files: what the release and the owner meant.

    Paths that the template or the owner moved, old → new; new files of the template that have no place in
    this project; questions that got another name, old → new; answers that the update was told; whether a
    careful update may refuse, and whether any must.
    """

    template_moved: Mapping[str, str] = field(default_factory=dict)
    owner_moved: Mapping[str, str] = field(default_factory=dict)
    unwanted: frozenset[str] = frozenset()
    renamed: Mapping[str, str] = field(default_factory=dict)
    data: Mapping[str, str] = field(default_factory=dict)
    may_stop: bool = False
    must_stop: bool = False


@dataclass(frozen=True)
class Update:
    """All that is known of one update. Paths are from the project's folder on."""

    base: Files
    # What the new version gives for some answers.
    render: Callable[[Mapping[str, Any]], Files]
    questions: frozenset[str]
    version: str
    address: str
    # Which files the old version calls the owner's, and which the new one.
    were_owners: Callable[[str], bool]
    are_owners: Callable[[str], bool]
    before: Snapshot
    after: Snapshot
    ended: Ended
    # What the owner's own `git status` shows afterwards, and what a plain one does.
    shown: Mapping[str, str]
    status: Mapping[str, str]
    # The project's folder in its repository, with a slash; "" where it is the whole.
    prefix: str = ""
    told: Told = Told()
    # Whether the program promises exit code 1 for conflicts, and to stage all that it did.
    is_careful: bool = False


@dataclass(frozen=True)
class Finding:
    outcome: str
    what: str
    # The file that it is about; "" where it is about the whole.
    path: str = ""


@dataclass(frozen=True)
class Verdict:
    """What an update came to, and why."""

    outcome: str
    reasons: tuple[str, ...]


def judge(update: Update, but_for: Container[str] = ()) -> Verdict:
    """What `update` did to the owner's work, but for some files."""
    unchanged = update.before == update.after
    if update.ended.crashed:
        return Verdict(CRASH if unchanged else HALF, (update.ended.output,))
    if unchanged and update.ended.exit_code != 0:
        return Verdict(STOPPED, ())
    findings = [finding for finding in _Look(update).findings() if finding.path not in but_for]
    outcomes = {finding.outcome for finding in findings}
    worst = next((outcome for outcome in OUTCOMES if outcome in outcomes), KEPT)
    return Verdict(worst, tuple(finding.what for finding in findings if finding.outcome == worst))


class _Look:
    def __init__(self, update: Update) -> None:
        self.update = update
        self.mine = self._inside(update.before.files)
        self.result = self._inside(update.after.files)

    def _inside(self, files: Files) -> dict[str, Entry]:
        prefix = self.update.prefix
        return {path.removeprefix(prefix): entry for path, entry in files.items() if path.startswith(prefix)}

    def _is_owners(self, path: str) -> bool:
        """Whether the template has no say in it. What it brings for new projects only is the owner's, too."""
        update = self.update
        return update.are_owners(path) and (update.were_owners(path) or path not in update.base)

    def _changes_hands(self, path: str) -> bool:
        return self.update.are_owners(path) and not self._is_owners(path)

    def findings(self) -> Iterator[Finding]:
        update = self.update
        yield from self._around()
        answers, faults = self._answers()
        yield from faults
        rendered = update.render(answers).items()
        theirs = {path: entry for path, entry in rendered if not self._is_owners(path)}
        # What was moved is looked at with the path that it comes from.
        apart = {repository.ANSWERS, *update.told.template_moved.values(), *update.told.owner_moved.values()}
        for path in sorted({*update.base, *self.mine, *theirs, *self.result} - apart):
            for outcome, what in self._file(path, theirs):
                yield Finding(outcome, f"{path}: {what}", path)
        for name in sorted(update.after.unmerged):
            path = name.removeprefix(update.prefix)
            yield Finding(CONFLICT, f"{path}: unmerged", path.partition("~")[0])
        if update.told.must_stop:
            yield Finding(WRONG, "went ahead")

    def _around(self) -> Iterator[Finding]:
        """The repository but for the project's files."""
        update, before, after = self.update, self.update.before, self.update.after
        if before.head != after.head:
            yield Finding(WRONG, "the commit or the branch is another one")
        for path in {*before.files, *after.files}:
            if not path.startswith(update.prefix) and before.files.get(path) != after.files.get(path):
                yield Finding(LOST, f"{path}, outside the project")
        is_conflict = bool(after.unmerged)
        if update.ended.exit_code != (1 if is_conflict and update.is_careful else 0):
            yield Finding(WRONG, f"exit code {update.ended.exit_code}")
        if update.is_careful and not is_conflict:
            for path, letters in update.status.items():
                if path.startswith(update.prefix) and letters[1] != " ":
                    yield Finding(WRONG, f"{path}: is not staged", path.removeprefix(update.prefix))

    def _answers(self) -> tuple[dict[str, Any], list[Finding]]:
        """The answers that the project has now, and what is not right with them."""
        update, told = self.update, self.update.told
        mine, now = recorded(self.mine), recorded(self.result)
        if not now:
            return mine, [Finding(LOST, "the answers file cannot be read")]
        faults = []
        expected = {"_commit": update.version, "_src_path": update.address}
        faults += [
            Finding(WRONG, f"{key}: {now.get(key)}") for key in expected if now.get(key) != expected[key]
        ]
        for question in update.questions:
            former = next((old for old, new in told.renamed.items() if new == question), question)
            answer = told.data.get(question, mine.get(former))
            if former in mine and str(now.get(question)) != str(answer):
                faults.append(
                    Finding(LOST, f"{question} was answered {answer!r}, and is {now.get(question)!r}")
                )
        return mine | now, faults

    def _file(self, path: str, theirs: Files) -> Iterator[tuple[str, str]]:
        """What there is to say of one file: outcomes, and why."""
        update, told = self.update, self.update.told
        mine_at = told.owner_moved.get(path, path)
        theirs_at = told.template_moved.get(path, path)
        result_at = mine_at if mine_at != path else theirs_at
        base, mine = update.base.get(path), self.mine.get(mine_at)
        new, result = theirs.get(theirs_at), self.result.get(result_at)
        if result_at != path and path in self.result and not self._witnesses(path):
            yield LOST if mine_at != path else WRONG, "is still there, or there again"
        if path in told.unwanted:
            if result is not None:
                yield LOST, "is in a folder that the owner deleted"
            return
        if mine is base is new is None:
            # What git or Copier lays beside a file is told of with that file.
            if not path.endswith(".rej") and not self._is_beside(path):
                yield WRONG, "is nobody's"
            return
        if self._changes_hands(path) and _same(result, mine):
            # The owner has it from now on: what the template still brings may come, and need not.
            return
        if self._is_owners(path) or (base is None and new is None):
            if not _same(result, mine):
                yield self._lost_or_shown(path, mine, None)
        elif _same(mine, base):
            if not _same(result, new):
                yield CONFLICT if self._witnesses(path) else WRONG, "is not as the template has it"
        elif _same(new, base) or _same(new, mine):
            if not _same(result, mine):
                yield self._lost_or_shown(path, mine, base)
        elif mine is None:
            if result is not None:
                yield self._lost_or_shown(path, mine, base)
        elif new is None:
            if not _same(result, mine):
                yield self._lost_or_shown(path, mine, base)
        elif self._witnesses(path) or result is None:
            yield self._lost_or_shown(path, mine, base)
        else:
            yield from _merged(path, base, mine, new, result)

    def _is_beside(self, path: str) -> bool:
        """Whether git put it there because something else has its name."""
        return path in self.update.after.unmerged and "~" in path

    def _lost_or_shown(self, path: str, mine: Entry | None, base: Entry | None) -> tuple[str, str]:
        """The owner's side of a file that is not simply there: visible as a conflict, or lost."""
        witnesses = self._witnesses(path)
        if not witnesses:
            return LOST, "is not as the owner left it" if mine else "was deleted by the owner"
        if mine is None or any(_shows(witness, path, mine, base) for witness in witnesses):
            return CONFLICT, "shows both sides"
        return LOST, "does not show the owner's side"

    def _witnesses(self, path: str) -> list[bytes]:
        """What git shows of a conflict in a file."""
        told = self.update.told
        paths = {path, told.template_moved.get(path, path), told.owner_moved.get(path, path)}
        shown = []
        for place in paths:
            rejected = self.result.get(f"{place}.rej")
            if rejected and self.update.shown.get(f"{self.update.prefix}{place}.rej", "") == "??":
                lines = rejected.data.split(b"\n")
                shown.append(b"\n".join(line[1:] for line in lines if line.startswith(b"+")))
            present = self.result.get(place)
            if present and _is_marked(present.data):
                return [*shown, present.data]
        for unmerged, ours in self.update.after.unmerged.items():
            name = unmerged.removeprefix(self.update.prefix)
            if any(name == place or name.startswith(f"{place}~") for place in paths):
                shown += [ours or b"", self.result[name].data if name in self.result else b""]
        return shown


def _same(one: Entry | None, other: Entry | None) -> bool:
    return one is other or (one is not None and one.same(other))


def _is_marked(data: bytes) -> bool:
    lines = data.split(b"\n")
    return all(any(line.startswith(sign * 7 + b" ") for line in lines) for sign in (b"<", b">"))


def _shows(witness: bytes, path: str, mine: Entry, base: Entry | None) -> bool:
    """Whether all that the owner added can be read in `witness`."""
    if witness == mine.data:
        return True
    if not mine.is_text:
        return False
    added = Counter(_plain_lines(mine.data)) - Counter(_plain_lines(base.data if base else b""))
    return not added - Counter(_plain_lines(witness))


def _merged(
    path: str, base: Entry | None, mine: Entry, new: Entry, result: Entry
) -> Iterator[tuple[str, str]]:
    """A file that both sides changed, and no conflict is shown."""
    if not _same_mode(base, mine) and not _same_mode(result, mine):
        yield LOST, "has not the owner's mode"
    elif _same_mode(base, mine) and not _same_mode(result, new):
        yield WRONG, "has not the template's mode"
    sides = [side for side in (base, mine, new, result) if side]
    if not all(side.is_text for side in sides):
        if (result.data, result.is_link) != (mine.data, mine.is_link):
            yield LOST, "is not the owner's"
        elif base and (base.data, base.is_link) != (new.data, new.is_link):
            yield WRONG, "has nothing of the template's, and shows no conflict"
        return
    read = _values if path.endswith(".json") and all(map(_values, sides[:-1])) else _lines
    if read is _values and not read(result):
        yield WRONG, "is no JSON any more"
        return
    was, ours, theirs, now = (Counter(read(side) if side else ()) for side in (base, mine, new, result))
    for line in {*was, *ours, *theirs, *now}:
        by_owner, by_template = ours[line] - was[line], theirs[line] - was[line]
        both = {was[line] + by_owner + by_template}
        if by_owner * by_template > 0:
            # The same on both sides: once is enough.
            both |= {ours[line], theirs[line]}
        if now[line] < min(both):
            yield LOST if by_owner > 0 else WRONG, f"has no {line!r}"
        elif now[line] > max(both):
            yield LOST if by_owner < 0 else WRONG, f"has {line!r}"


def _same_mode(one: Entry | None, other: Entry | None) -> bool:
    return (one.executable if one else False) == (other.executable if other else False)


def _lines(entry: Entry) -> list[str]:
    encoding = UTF_16.get(entry.data[:2])
    return _plain_lines(entry.data[2:].decode(encoding, "replace").encode() if encoding else entry.data)


def _plain_lines(data: bytes) -> list[str]:
    """Lines of any encoding, and no CR."""
    return [line.removesuffix("\r") for line in data.decode("latin-1").split("\n") if line]


def _values(entry: Entry) -> list[str]:
    """A JSON file as lines that say where each value is; nothing where it is not JSON."""
    try:
        return list(_flat(json.loads(entry.data), ""))
    except ValueError:
        return []


def _flat(value: object, place: str) -> Iterable[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{place}/{key}")
    elif isinstance(value, list):
        yield from (f"{place}[] = {json.dumps(item, sort_keys=True)}" for item in value)
    else:
        yield f"{place} = {json.dumps(value)}"
