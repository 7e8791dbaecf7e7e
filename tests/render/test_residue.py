"""An option that is not chosen leaves nothing of itself, in every project that is rendered."""

from __future__ import annotations

import pytest

from harness import in_memory, questions, repository, residue
from harness.answers import combinations
from harness.rendered import Renderer
from harness.residue import Option

OPTIONS = residue.options()
WITHOUT = [in_memory.complete(answers) for answers in combinations()]


@pytest.mark.parametrize("option", OPTIONS, ids=str)
def test_an_option_that_is_off_leaves_nothing(option: Option) -> None:
    alone = [{option.question: level} for level in questions.levels(option.question)]
    found: set[str] = set()
    for answers in [*WITHOUT, *map(in_memory.complete, alone)]:
        if not option.is_on(answers):
            found |= set(residue.residue(option, answers))
    assert not found


def test_of_options_with_files_of_their_own_the_signs_are_known() -> None:
    signs = {str(option): option.signs for option in OPTIONS if option.own_files}
    assert "notes.routes" in signs["features-notes"]
    assert all(signs.values())


def test_the_projects_in_memory_are_those_that_copier_makes(render: Renderer) -> None:
    for answers in combinations()[:4]:
        project = render(**answers)
        made = {path: project.path(path).read_bytes().decode() for path in project.files()}
        del made[repository.ANSWERS]
        assert in_memory.files(answers) == made
