""".copier-answers.yml: read without a YAML library as Copier reads it with one, and written for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from scripts.manage.problem import Problem
from scripts.manage.updating import answers_file, with_copier
from scripts.manage.updating.answers_file import Origin

# What addresses look like,
PLAIN = [
    "https://github.com/owner/template",
    "https://user:pass%20word@git.example.org:8443/한국/template.git",
    "gh:owner/template",
    "git+https://git.example.org/template",
    "git@github.com:owner/template.git",
    "ssh://git@git.example.org/template.git",
    "file:///srv/template",
    "/home/홍길동/내 템플릿",
    "../template",
    "~/template",
    "C:\\Users\\홍길동\\template",
    "C:/Users/template",
    "C:\\Users\\Hong Gildong\\template",
    "//server/share/template",
]
# and what YAML could take for something else.
ADDRESSES = [
    *PLAIN,
    "https://user:it's@git.example.org/template",
    "\\\\server\\share\\it's mine",
    "~",
    "a: b",
    "a #b",
    "./#1",
    "- a",
    "'quoted'",
    '"quoted"',
    "123",
    "12:30",
    "1.0",
    "null",
    "yes",
    "@at",
    "%percent",
    "folder/" + "a long name with spaces, which YAML folds " * 5 + "end",
    "it's/" + "a long name in quotes: folded, too " * 5 + "end",
]
VERSIONS = ["v1.0.0", "1.0", "v1.2.0-3-g0123abc", "0123456", "012345e", "1e5", "v1.0.0.post1"]


def written(address: str, version: str, width: int = 80) -> bytes:
    """The file as Copier writes it (its filter to_nice_yaml), folded early, or hardly."""
    answers = {"_commit": version, "_src_path": address, "license": "MIT", "project_name": "출석부"}
    text = yaml.dump(answers, allow_unicode=True, default_flow_style=False, indent=4, width=width)
    return f"# Kept by Copier\n{text}".encode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_copier_writes_is_read(address: str) -> None:
    assert answers_file.read(written(address, "v1.0.0")) == Origin(address, "v1.0.0")


@pytest.mark.parametrize("version", VERSIONS)
def test_versions_are_read_as_text(version: str) -> None:
    assert answers_file.read(written("gh:a/b", version)) == Origin("gh:a/b", version)


def test_lines_may_end_as_on_windows_behind_a_byte_order_mark() -> None:
    content = b"\xef\xbb\xbf" + written("/a b/" + "c d" * 40, "v1.0.0").replace(b"\n", b"\r\n")
    assert answers_file.read(content) == Origin("/a b/" + "c d" * 40, "v1.0.0")


def test_a_note_behind_a_value_is_no_part_of_it() -> None:
    content = b"_commit: v1.0.0  # the first one\n_src_path: 'it''s #1' # ours\n"
    assert answers_file.read(content) == Origin("it's #1", "v1.0.0")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "_src_path"),
        (b"_src_path: gh:a/b\n", "_commit"),
        (b"_commit: v1\n", "_src_path"),
        (b"_commit:\n_src_path: gh:a/b\n", "_commit"),
        (b"_commit: ''\n_src_path: gh:a/b\n", "_commit"),
        (b"# _commit: v1\nx_commit: v1\n_src_path: gh:a/b\n", "_commit"),
        ("_src_path: 한".encode("cp949"), "UTF-8"),
    ],
)
def test_a_file_that_does_not_say_it_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(Problem) as raised:
        answers_file.read(content)
    assert raised.value.code == "FA141"
    assert why in raised.value.why


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_origin_is_noted_as_copier_notes_it(address: str, version: str, tmp_path: Path) -> None:
    """It renders from a folder, which has no version, and whose address nobody needs."""
    path = tmp_path / "answers"
    path.write_bytes(written("/tmp/" + "a long path " * 12, "none", 1000).replace(b"_commit: none\n", b""))
    with_copier.note_origin(path, {"_commit": version, "_src_path": address})
    assert path.read_bytes() == written(address, version, 1000)
