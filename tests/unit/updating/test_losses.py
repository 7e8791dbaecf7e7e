"""What of the owner's an update by Copier has lost: told from trees, and from what lies in the folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.trees import SUBMODULE, Made, Trees
from scripts.manage.updating import losses
from scripts.manage.updating.merge import Result
from scripts.manage.updating.store import Entry

PAGE = "".join(f"line {number}\n" for number in range(1, 13))
MINE = PAGE + "mine\n"
SHORTER = PAGE.replace("line 5\n", "")
NEWER = PAGE.replace("line 9\n", "line 9, newer\n")
OPEN = f"<<<<<<< before updating\nmine\n=======\nline 9, newer\n>>>>>>> after updating\n{PAGE}"


@pytest.fixture
def trees(tmp_path: Path) -> Trees:
    return Trees.below(tmp_path)


def missing(
    trees: Trees,
    base: Mapping[str, Made],
    mine: Mapping[str, Made],
    careful: Mapping[str, Made],
    there: Mapping[str, str],
) -> set[str]:
    found = {path: text.encode() for path, text in there.items()}
    before, result = trees.tree(mine), Result(trees.tree(careful))
    return losses.missing(trees.store, trees.tree(base), before, result, before, found.get)


@pytest.mark.parametrize(
    ("mine", "careful", "there", "is_lost"),
    [
        pytest.param(MINE, MINE, NEWER, True, id="a line of the owner's is gone"),
        pytest.param(MINE, MINE, "mine\n" + NEWER, False, id="it stands elsewhere"),
        pytest.param(MINE, MINE, MINE.replace("\n", "\r\n"), False, id="lines end as on Windows"),
        pytest.param(MINE, NEWER, NEWER, False, id="a careful update drops it as well"),
        pytest.param(SHORTER, SHORTER, PAGE, True, id="a line that was taken out is back"),
        pytest.param(SHORTER, PAGE, PAGE, False, id="a careful update brings it back as well"),
        pytest.param(MINE, MINE, OPEN, False, id="an open conflict holds both"),
        pytest.param(SHORTER + "mine\n", MINE, OPEN, False, id="an open conflict holds what was taken out"),
        pytest.param(MINE, MINE, OPEN.replace("mine\n", ""), True, id="an open conflict holds one side only"),
        pytest.param(PAGE, NEWER, "anything\n", False, id="the owner has changed nothing"),
    ],
)
def test_a_line_is_lost_where_a_careful_update_would_have_kept_it(
    mine: str, careful: str, there: str, is_lost: bool, trees: Trees
) -> None:
    found = missing(trees, {"page": PAGE}, {"page": mine}, {"page": careful}, {"page": there})
    assert found == ({"page"} if is_lost else set())


def test_a_file_that_is_gone_is_lost(trees: Trees) -> None:
    files = {"page": MINE, "own": "own\n"}
    assert missing(trees, {"page": PAGE}, files, files, {}) == {"page", "own"}


def test_an_edit_may_be_where_the_template_or_the_owner_moved_its_file(trees: Trees) -> None:
    base, careful = {"old": PAGE}, {"new": MINE}
    assert missing(trees, base, {"old": MINE}, careful, {"new": MINE}) == set()
    assert missing(trees, base, {"old": MINE}, careful, {"new": PAGE}) == {"old"}
    moved = {"new": MINE}
    assert missing(trees, base, moved, careful, {"new": MINE}) == set()
    assert missing(trees, base, moved, careful, {"new": PAGE}) == {"new"}


def test_a_submodule_is_no_file_that_could_be_looked_at(trees: Trees) -> None:
    files = {"library": Entry(SUBMODULE, "1" * 40)}
    assert missing(trees, {}, files, files, {}) == set()
