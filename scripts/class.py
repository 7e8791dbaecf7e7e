"""One anonymous table of a class's laptops, from the reports of `manage.py doctor --json`.

python3 scripts/class.py reports/

No names and no paths: it may be shown to everybody. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

# The project's own modules serve here too.
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "template"))

import laptops
from laptops import Laptop, NoReport, Total
from scripts.manage.terminal import messages, output

# The version of what --json prints. It grows by one when a field changes its meaning or goes.
SCHEMA = 1
COLUMNS = ("no.", "system", "Python", "state", "codes")
KOREAN = {
    "no.": "번호",
    "system": "시스템",
    "Python": "파이썬",
    "state": "상태",
    "codes": "코드",
    "ready": "준비됨",
    "ready, with warnings": "준비됨, 경고 있음",
    "not ready": "준비 안 됨",
    "Ready: {ready} of {all}": "준비됨: {all}대 중 {ready}대",
    "on {count} of {all}": "{all}대 중 {count}대",
    "A code that this version of the template does not know.": "이 버전의 템플릿이 모르는 코드입니다.",
    "On Windows, type `py` instead of `python3`.": "Windows에서는 `python3` 대신 `py`를 입력하세요.",
    "An offline kit for them:": "이 컴퓨터들을 위한 오프라인 키트:",
    "It is too long for a report.": "보고서라기에는 너무 깁니다.",
    "It cannot be read.": "읽을 수 없습니다.",
    "It is empty.": "비어 있습니다.",
    "It is no JSON. Was it made with `doctor --json`?": "JSON이 아닙니다. `doctor --json`으로 만들었나요?",
    "Another version of the template made it.": "다른 버전의 템플릿으로 만든 것입니다.",
    "It is no report of doctor.": "doctor의 보고서가 아닙니다.",
    "There is no report that can be read.": "읽을 수 있는 보고서가 없습니다.",
}


def say(english: str, **values: object) -> str:
    """The text in the language in use, each {name} replaced by its value."""
    words = KOREAN[english] if messages.language() == "ko" else english
    return words.format(**values)


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="class.py",
        description="Show the reports of `manage.py doctor --json` as one table, without names or paths.",
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="path", help="a report, or a folder of them")
    parser.add_argument("--json", action="store_true", help="the same for programs")
    parser.add_argument("--lang", choices=tuple(messages.LANGUAGES), help="English or Korean")
    return parser


def main(words: Sequence[str] | None = None) -> int:
    """Print the table. Gives 1 where a file was no report, 2 where there was none at all."""
    output.prepare()
    options = parser().parse_args(words)
    messages.use(options.lang or messages.of_machine())
    found: list[Laptop] = []
    skipped = 0
    for path in laptops.files(options.paths):
        try:
            found.append(laptops.read(path))
        except NoReport as why:
            skipped += 1
            output.complain([f"{output.mark('warning')} {path.name}: {say(str(why))}"])
    if not found:
        output.complain([f"{output.mark('failed')} {say('There is no report that can be read.')}"])
        return 2
    found = laptops.in_order(found)
    if options.json:
        output.tell(json.dumps(as_json(found, skipped), indent=2, ensure_ascii=False))
    else:
        output.tell("\n".join(as_text(found)))
    return 1 if skipped else 0


def as_json(found: Sequence[Laptop], skipped: int) -> dict[str, object]:
    """What --json prints. `skipped` counts the files that were no reports."""
    return {
        "schema": SCHEMA,
        "ready": sum(laptop.ready for laptop in found),
        "skipped": skipped,
        "laptops": [
            {
                "number": number,
                "system": laptop.system,
                "python": laptop.python,
                "ready": laptop.ready,
                "failed": laptop.failed,
                "warnings": laptop.warnings,
            }
            for number, laptop in enumerate(found, 1)
        ],
        "codes": [
            {
                "code": total.code,
                "kind": "warning" if total.warns else "failed",
                "laptops": total.laptops,
                "text": total.says,
                "remedy": total.helps,
            }
            for total in laptops.totals(found)
        ],
        "kit": laptops.kit(found),
    }


def as_text(found: Sequence[Laptop]) -> Iterator[str]:
    """The table and the totals, line by line."""
    rows = [tuple(map(say, COLUMNS))]
    rows += [
        (
            str(number),
            laptop.system,
            laptop.python,
            _state(laptop),
            " ".join([*laptop.failed, *laptop.warnings]),
        )
        for number, laptop in enumerate(found, 1)
    ]
    widths = [max(map(output.width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [cell + " " * (width - output.width(cell)) for cell, width in zip(row, widths, strict=True)]
        yield "  ".join(cells).rstrip()
    yield ""
    yield say("Ready: {ready} of {all}", ready=sum(laptop.ready for laptop in found), all=len(found))
    totals = laptops.totals(found)
    for total in totals:
        yield from _told(total, len(found))
    if any("python3" in line for total in totals for line in total.helps) and any(
        laptop.system.startswith("windows") for laptop in found
    ):
        yield ""
        yield say("On Windows, type `py` instead of `python3`.")
    kit = laptops.kit(found)
    if kit["systems"] and kit["pythons"]:
        yield ""
        yield say("An offline kit for them:")
        yield f"    manage.py kit make --for {','.join(kit['systems'])} --python {','.join(kit['pythons'])}"


def _state(laptop: Laptop) -> str:
    if not laptop.ready:
        return say("not ready")
    return say("ready, with warnings") if laptop.warnings else say("ready")


def _told(total: Total, all_of_them: int) -> Iterator[str]:
    unknown = say("A code that this version of the template does not know.")
    mark = output.mark("warning" if total.warns else "failed")
    yield ""
    count = say("on {count} of {all}", count=total.laptops, all=all_of_them)
    yield f"{mark} {total.code}  {count}:  {total.says or unknown}"
    yield from (f"    {line}" for line in total.helps)


if __name__ == "__main__":
    sys.exit(main())
