"""Files that are not saved as the template's are: Windows' encodings and line ends."""

from __future__ import annotations

from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group
from update.small import CORE, HELPER, REQUIREMENTS, TOOL, mend

case = Group("Encodings and line ends")


def _as_powershell(project: Rendered) -> None:
    """`pip freeze > requirements.txt` in Windows' own PowerShell."""
    text = project.text(REQUIREMENTS) + "pandas==2.3.0\n"
    project.path(REQUIREMENTS).write_bytes(text.replace("\n", "\r\n").encode("utf-16"))


def _with_comment(project: Rendered, path: str, comment: bytes) -> None:
    content = project.path(path).read_bytes()
    project.path(path).write_bytes(content.replace(b"_05 = 5", b"_05 = 5  # " + comment))


@case("`requirements.txt` in UTF-16, as PowerShell writes it; the template leaves it alone")
def _(project: Rendered, template: TemplateRepository) -> None:
    _as_powershell(project)
    mend(template)


@case("`requirements.txt` in UTF-16; the template raises a package", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    _as_powershell(project)
    template.replace(REQUIREMENTS, "flask>=3.1,<4", "flask>=3.2,<4")


@case("a comment in CP949, as Korean editors on Windows write it; the template changes other lines", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    _with_comment(project, TOOL, "우리 것".encode("cp949"))
    mend(template)


@case("a comment in Latin-1; the template leaves the file alone", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    _with_comment(project, CORE, "für uns".encode("latin-1"))


@case("a byte order mark; the template changes other lines", day=1)
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(HELPER).write_bytes(b"\xef\xbb\xbf" + project.path(HELPER).read_bytes())
    template.replace(HELPER, "helper_15 = 15", "helper_15 = 'theirs'")


@case("a whole file committed with CRLF, and `.gitattributes` changed; the template changes a line")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(".gitattributes", "* -text\n")
    project.path(TOOL).write_bytes(project.path(TOOL).read_bytes().replace(b"\n", b"\r\n"))
    mend(template)
