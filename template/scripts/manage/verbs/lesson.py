"""manage.py lesson: sets up the task of a lesson, looks at what was really done, and takes it away again."""

from __future__ import annotations

import argparse
import json

from .. import faults
from ..lessons import catalogue, grading, scratch
from ..lessons.lesson import Lesson, Step
from ..problem import Problem
from ..processes.children import as_typed
from ..project import Project
from ..terminal import messages, output
from ..terminal.messages import manage, text

PAGES = "docs/lessons"
# The version of what --json prints. It grows by one when a field changes its meaning or goes.
SCHEMA = 1


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py lesson",
        description=text(
            "Learn by doing: each lesson has a page and a task. Without more words, list them and show "
            "how far you are."
        ),
    )
    parser.add_argument(
        "action",
        nargs="?",
        choices=("list", "start", "check", "undo", "grade"),
        default="list",
        help=text("set up a task, look at your work, take it away, or look at all of it at once"),
    )
    parser.add_argument(
        "lesson",
        nargs="?",
        metavar="LESSON",
        help=text("its number or name; without it, check and undo take the one that was begun last"),
    )
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help=text("print what was found as JSON"))
    form.add_argument(
        "--tests", action="store_true", help=text("with grade: print the tests.json of Classroom 50")
    )
    form.add_argument(
        "--result", action="store_true", help=text("with grade: print the result.json of Classroom 50")
    )
    return parser


def run(project: Project, options: argparse.Namespace) -> int:
    if (options.json or options.tests or options.result) and not options.lang:
        # Reports of many machines are compared: they speak one language.
        messages.use("en")
    if options.action == "list":
        return _list(project, as_json=options.json)
    if options.action == "start":
        return _start(project, _find(project, options.lesson or _next(project).name))
    if options.action == "grade":
        return _grade(project, options)
    lesson = _begun(project, options.lesson)
    if options.action == "undo":
        return _undo(project, lesson)
    return _check(project, lesson, as_json=options.json)


def _next(project: Project) -> Lesson:
    """The first lesson that is not done; the first of all where all are."""
    done = scratch.done(project)
    lessons = catalogue.of(project)
    return next((lesson for lesson in lessons if lesson.slug not in done), lessons[0])


def _find(project: Project, word: str) -> Lesson:
    """The lesson meant. Raises Problem FA190."""
    return catalogue.find(word, catalogue.of(project))


def _begun(project: Project, word: str | None) -> Lesson:
    """The lesson meant, whose task is set up. Raises Problem FA190 or FA191."""
    name = word or scratch.present(project)
    if not name:
        raise Problem(faults.NO_LESSON_BEGUN)
    lesson = _find(project, name)
    if not (scratch.begun(project, lesson.slug) or lesson.in_project):
        raise Problem(faults.LESSON_NOT_BEGUN, number=lesson.number, title=text(lesson.title))
    return lesson


def _standing(project: Project, lesson: Lesson) -> str:
    if lesson.slug in scratch.done(project):
        return "done"
    return "begun" if scratch.begun(project, lesson.slug) else "open"


def _page(project: Project, lesson: Lesson) -> str:
    """Its page in the language in use, from the project's root."""
    path = f"{PAGES}/{lesson.slug}.md"
    translated = path.replace(".md", f".{messages.language()}.md")
    # A project may have its pages in one language only.
    there = [each for each in (translated, path) if (project.root / each).is_file()]
    others = sorted((project.root / PAGES).glob(f"{lesson.slug}.*"))
    return next(iter([*there, *map(project.shown, others)]), path)


def _list(project: Project, *, as_json: bool) -> int:
    standing = {lesson: _standing(project, lesson) for lesson in catalogue.of(project)}
    if as_json:
        rows = [
            {"number": each.number, "name": each.name, "title": text(each.title), "standing": standing[each]}
            for each in standing
        ]
        output.tell(json.dumps({"schema": SCHEMA, "lessons": rows}, indent=2))
        return 0
    marks = {"done": output.mark("done"), "begun": output.mark("command"), "open": " "}
    for lesson in standing:
        output.say(f"  {marks[standing[lesson]]} {lesson.number:>2}  {text(lesson.title)}")
    output.say()
    if not (project.root / PAGES).is_dir():
        output.warn(text("The pages of the lessons are not in this project. Bring them:"))
        output.say(f"  {manage('update --data starting_point=classroom')}")
        return 0
    next_ = _next(project)
    page = _page(project, next_)
    if standing[next_] == "begun":
        output.say(text("You are at lesson {number}: {page}", number=next_.number, page=page))
        output.say(f"  {manage(f'lesson check {next_.number}')}")
    else:
        output.say(text("Read {page}, then begin:", page=page))
        output.say(f"  {manage(f'lesson start {next_.number}')}")
    return 0


def _start(project: Project, lesson: Lesson) -> int:
    scratch.make(project)
    task = lesson.task(project)
    if task.folder.exists():
        raise Problem(
            faults.LESSON_BEGUN,
            number=lesson.number,
            title=text(lesson.title),
            folder=task.shown(task.folder),
        )
    task.folder.mkdir()
    try:
        lesson.set_up(task)
    except BaseException:
        scratch.remove(task.folder)
        raise
    scratch.note_begun(project, lesson.slug)
    named = text("Lesson {number}: {title}", number=lesson.number, title=text(lesson.title))
    output.say(f"{output.mark('done')} {named}")
    output.say(f"  {text('The task is in:')}  {as_typed([task.shown(task.folder)])}")
    output.say(f"  {text('How it goes:')}  {_page(project, lesson)}")
    output.say(f"  {text('When you are ready:')}  {manage(f'lesson check {lesson.number}')}")
    return 0


def _check(project: Project, lesson: Lesson, *, as_json: bool) -> int:
    steps = lesson.look(project)
    passed = grading.passed(steps)
    if passed and scratch.begun(project, lesson.slug):
        scratch.note_done(project, lesson.slug)
    if as_json:
        output.tell(json.dumps(_as_json(lesson, steps), indent=2))
    else:
        _show(lesson, steps)
    return 0 if passed else faults.FAILED


def _as_json(lesson: Lesson, steps: list[Step]) -> dict[str, object]:
    return {
        "schema": SCHEMA,
        "number": lesson.number,
        "name": lesson.name,
        "passed": grading.passed(steps),
        "steps": [{"text": step.says, "passed": step.passed, "hint": step.hint} for step in steps],
    }


def _show(lesson: Lesson, steps: list[Step]) -> None:
    for step in steps:
        output.say(f"  {output.mark('done' if step.passed else 'failed')} {step.says}")
        if step.hint:
            output.say(f"      {step.hint}")
    output.say()
    if not grading.passed(steps):
        output.say(text("Not yet. Go on from the hint, and check again."))
        return
    output.say(f"{output.mark('done')} {text('Lesson {number} is done.', number=lesson.number)}")
    if lesson.hands_in:
        paths = [f"{scratch.FOLDER}/{lesson.slug}/{file}" for file in lesson.hands_in]
        output.say(
            f"  {text('Hand it in, if somebody asks for it:')}  {as_typed(['git', 'add', '-f', *paths])}"
        )
    output.say(f"  {text('Take its files away:')}  {manage(f'lesson undo {lesson.number}')}")


def _grade(project: Project, options: argparse.Namespace) -> int:
    """All lessons at once; with --result, those that can be handed in: what lies elsewhere was never here."""
    if options.tests:
        output.tell(json.dumps(grading.tests(catalogue.of(project)), indent=2, ensure_ascii=False))
        return 0
    wanted = [each for each in catalogue.of(project) if grading.can_be_handed_in(each) or not options.result]
    seen = {each: grading.look(project, each) for each in wanted}
    if options.result:
        output.tell(json.dumps(grading.result(project, seen), indent=2, ensure_ascii=False))
        return 0
    if options.json:
        rows = [_as_json(each, steps) for each, steps in seen.items()]
        output.tell(json.dumps({"schema": SCHEMA, "lessons": rows}, indent=2))
    else:
        for each, steps in seen.items():
            is_done = grading.passed(steps)
            output.say(
                f"  {output.mark('done' if is_done else 'failed')} {each.number:>2}  {text(each.title)}"
            )
            if not is_done:
                output.say(f"        {steps[-1].says}")
    return 0 if all(map(grading.passed, seen.values())) else faults.FAILED


def _undo(project: Project, lesson: Lesson) -> int:
    task = lesson.task(project)
    lesson.undo(task)
    scratch.remove(task.folder)
    output.say(
        f"{output.mark('done')} {text('The files of lesson {number} are gone.', number=lesson.number)}"
    )
    return 0
