"""Files that are not saved as the template's are: Windows' encodings and line ends."""

from __future__ import annotations

from harness.rendered import Rendered
from harness.template_repository import TemplateRepository
from update.case import Group
from update.small import CORE, REQUIREMENTS, TOOL, mend

case = Group("Encodings and line ends")


def _as_powershell(project: Rendered) -> None:
    """`pip freeze > requirements.txt` in Windows' own PowerShell."""
    text = project.text(REQUIREMENTS) + "pandas==2.3.0\n"
    project.path(REQUIREMENTS).write_bytes(text.replace("\n", "\r\n").encode("utf-16"))


def _with_comment(project: Rendered, comment: bytes) -> None:
    content = project.path(TOOL).read_bytes()
    project.path(TOOL).write_bytes(content.replace(b"tool_05 = 5", b"tool_05 = 5  # " + comment))


@case("`requirements.txt` in UTF-16, as PowerShell writes it; the template leaves it alone")
def _(project: Rendered, template: TemplateRepository) -> None:
    _as_powershell(project)
    mend(template)


@case("`requirements.txt` in UTF-16; the template raises a package")
def _(project: Rendered, template: TemplateRepository) -> None:
    _as_powershell(project)
    template.replace(REQUIREMENTS, "flask>=3.1,<4", "flask>=3.2,<4")


@case("a comment in CP949, as Korean editors on Windows write it; the template changes other lines")
def _(project: Rendered, template: TemplateRepository) -> None:
    _with_comment(project, "우리 것".encode("cp949"))
    mend(template)


@case("a comment in Latin-1; the template leaves the file alone")
def _(project: Rendered, template: TemplateRepository) -> None:
    _with_comment(project, "für uns".encode("latin-1"))
    template.replace(CORE, "error_05 = 5", "error_05 = 'theirs'")


@case("a byte order mark; the template changes other lines")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.path(TOOL).write_bytes(b"\xef\xbb\xbf" + project.path(TOOL).read_bytes())
    mend(template)


@case("a whole file committed with CRLF, and `.gitattributes` changed; the template changes a line")
def _(project: Rendered, template: TemplateRepository) -> None:
    project.write(".gitattributes", "* -text\n")
    project.path(TOOL).write_bytes(project.path(TOOL).read_bytes().replace(b"\n", b"\r\n"))
    mend(template)
