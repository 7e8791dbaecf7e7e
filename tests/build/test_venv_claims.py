"""What is often said of virtual environments, what backend/README.md says, and interpreters that show it.

The marks are the rows of docs/venv-claims.md: what is said, and the page's sentence that the test proves.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NoReturn

import pytest

from harness.machine import is_root, missing, program
from harness.pages import Page
from harness.rendered import Renderer
from harness.running import run, succeed
from harness.wheels import make_wheel

if os.name == "nt":
    pytest.skip(
        "the shells and paths of macOS and Linux; Windows is in tests/windows", allow_module_level=True
    )

WHERE = """
import json, sys, sysconfig
print(json.dumps([sys.prefix, sys.base_prefix, sysconfig.get_path("stdlib")]))
"""
LIBRARY = f"lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"


@pytest.fixture(scope="session")
def base() -> str:
    """The Python that is on nobody's PATH but the machine's: the one that all venvs here are made from."""
    return str(getattr(sys, "_base_executable", sys.executable))


@pytest.fixture
def venv(base: str, tmp_path: Path) -> Path:
    """A venv without pip, which takes a moment only."""
    return made(base, tmp_path / "project" / "venv")


def made(base: str, folder: Path, *options: str) -> Path:
    folder.parent.mkdir(parents=True, exist_ok=True)
    succeed(run(base, "-m", "venv", *(options or ("--without-pip",)), folder, cwd=folder.parent))
    return folder


def missing_on_linux(shell: str) -> NoReturn:
    """Elsewhere, not every machine has every shell."""
    if sys.platform == "linux":
        missing(f"{shell} is not installed")
    pytest.skip(f"{shell} is not installed")


def wheel(folder: Path, name: str, *, needs: str = "") -> Path:
    """A package of one module, which says its name."""
    return make_wheel(folder, name, "1", {f"{name}.py": f"NAME = {name!r}\n"}, [needs] if needs else [])


def pip_install(venv: Path, folder: Path, *names: str) -> None:
    words = ["-m", "pip", "install", "--no-index", "--find-links", str(folder), *names]
    succeed(run(venv / "bin" / "python", *words, cwd=folder))


def in_bash(lines: str, cwd: Path, **variables: str) -> str:
    """What bash prints, in a window with a prompt and without anybody's settings."""
    return succeed(run(program("bash"), "--norc", "-c", f"PS1='$ '\n{lines}", cwd=cwd, **variables))


@pytest.mark.claim(
    "Activating a venv changes PYTHONPATH",
    "It does not touch `PYTHONPATH`: if that is set, its folders leak into the venv.",
)
def test_pythonpath_leaks_into_a_venv(venv: Path, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "leaked.py").write_text("print('leaked')\n", encoding="utf-8")
    lines = 'source venv/bin/activate; echo "$PYTHONPATH"; python -c "import leaked"'
    outside = str(tmp_path / "outside")
    assert in_bash(lines, venv.parent, PYTHONPATH=outside).splitlines() == [outside, "leaked"]
    assert run(venv / "bin" / "python", "-c", "import leaked", cwd=venv.parent).returncode == 1


@pytest.mark.claim(
    "sys.prefix == sys.base_prefix tells that you are in a venv",
    "In a venv, `sys.prefix` is the venv, and `sys.base_prefix` the Python it was made from: they differ.",
)
def test_in_a_venv_the_two_prefixes_differ(base: str, venv: Path) -> None:
    inside = json.loads(succeed(run(venv / "bin" / "python", "-c", WHERE, cwd=venv.parent)))
    outside = json.loads(succeed(run(base, "-c", WHERE, cwd=venv.parent)))
    assert inside[:2] == [str(venv), outside[0]]
    assert outside[0] == outside[1]


@pytest.mark.claim(
    "A venv is a complete clone of Python",
    "It is not a clone of Python: it holds a link to the interpreter it was made from, or a copy of it, and "
    "the file `pyvenv.cfg`. The standard library is shared.",
)
def test_a_venv_is_a_link_and_a_file_and_shares_the_standard_library(base: str, venv: Path) -> None:
    assert (venv / "bin" / "python").is_symlink()
    assert (venv / "bin" / "python").samefile(base)
    assert f"home = {Path(base).parent}\n" in (venv / "pyvenv.cfg").read_text(encoding="utf-8")
    inside = json.loads(succeed(run(venv / "bin" / "python", "-c", WHERE, cwd=venv.parent)))
    outside = json.loads(succeed(run(base, "-c", WHERE, cwd=venv.parent)))
    assert inside[2] == outside[2]
    assert not list(venv.rglob("json/__init__.py"))
    # Without the file it is no venv any more: the same link is the Python that it points to.
    (venv / "pyvenv.cfg").unlink()
    after = json.loads(succeed(run(venv / "bin" / "python", "-c", WHERE, cwd=venv.parent)))
    assert after[0] == after[1]


@pytest.mark.claim(
    "A venv that was moved might break",
    "Moved, renamed or copied, it breaks: `(venv)` still shows, `python` silently becomes another "
    "interpreter, and `venv/bin/pip` fails.",
)
@pytest.mark.claim(
    "(venv) before the prompt shows that you are in it",
    "The `(venv)` before the prompt proves nothing.",
)
def test_a_moved_venv_shows_its_name_and_is_another_python(base: str, tmp_path: Path) -> None:
    venv = made(base, tmp_path / "project" / "venv", "--clear")
    before = in_bash("source venv/bin/activate; command -v python", venv.parent)
    assert before.strip() == str(venv / "bin" / "python")
    moved = venv.parent.rename(tmp_path / "moved")
    others = tmp_path / "another"
    others.mkdir()
    (others / "python").symlink_to(base)
    lines = (
        'source venv/bin/activate; echo "$PS1"; command -v python; python -c "import sys; print(sys.prefix)"'
    )
    prompt, found, prefix = in_bash(lines, moved, PATH=f"{others}:/usr/bin:/bin").splitlines()
    assert prompt.startswith("(venv) ")
    assert found == str(others / "python")
    assert "moved" not in prefix
    with pytest.raises(OSError, match="No such file"):
        run(moved / "venv" / "bin" / "pip", "--version", cwd=moved)
    # A copy is no better: it speaks for the place of the first one.
    copy = shutil.copytree(moved, tmp_path / "copy", symlinks=True)
    assert str(tmp_path / "project") in (copy / "venv" / "bin" / "activate").read_text(encoding="utf-8")


@pytest.mark.claim(
    "You can only use its packages while it is activated",
    "The venv's own Python always uses the venv's packages:",
)
def test_the_venvs_python_finds_its_packages_with_nothing_activated(venv: Path) -> None:
    (venv / LIBRARY / "mine.py").write_text("print('mine')\n", encoding="utf-8")
    finished = subprocess.run(
        [venv / "bin" / "python", "-c", "import mine"],
        env={},
        cwd="/",
        capture_output=True,
        encoding="utf-8",
    )
    assert finished.stdout == "mine\n"


@pytest.mark.claim(
    "site-packages lies beside lib",
    "lib/python3.X/site-packages/    the installed packages; on Windows: Lib\\site-packages\\",
)
def test_packages_lie_in_lib_pythonx_y(venv: Path) -> None:
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = succeed(run(venv / "bin" / "python", "-c", where, cwd=venv.parent)).strip()
    assert found == str(venv / LIBRARY)
    assert (venv / LIBRARY).is_dir()
    assert not (venv / "site-packages").exists()


@pytest.mark.claim(
    "A venv is like ~/.m2",
    "It is not a shared cache like `~/.m2`: think of `node_modules`, but for Python.",
)
def test_two_venvs_share_no_package(base: str, tmp_path: Path) -> None:
    one, two = (made(base, tmp_path / name / "venv", "--clear") for name in ("one", "two"))
    wheel(tmp_path, "shelf")
    pip_install(one, tmp_path, "shelf")
    assert run(two / "bin" / "python", "-c", "import shelf", cwd=tmp_path).returncode == 1
    pip_install(two, tmp_path, "shelf")
    assert not (one / LIBRARY / "shelf.py").samefile(two / LIBRARY / "shelf.py")


@pytest.mark.claim(
    "source venv/bin/activate works everywhere",
    "Each kind of shell has a script of its own.",
)
@pytest.mark.parametrize(("shell", "own"), [("fish", "activate.fish"), ("tcsh", "activate.csh")])
def test_the_script_of_bash_is_not_for_every_shell(venv: Path, shell: str, own: str) -> None:
    found = shutil.which(shell) or missing_on_linux(shell)

    def prefix(script: str) -> str:
        window = 'set prompt = "% "; ' if shell == "tcsh" else ""
        lines = f"{window}source venv/bin/{script}; python -c 'import sys; print(sys.prefix)'"
        return run(
            found, "-f" if shell == "tcsh" else "--no-config", "-c", lines, cwd=venv.parent
        ).stdout.strip()

    assert prefix(own) == str(venv)
    assert prefix("activate") != str(venv)


@pytest.mark.claim(
    "Activation changes much, or nobody knows what",
    "Activation puts the venv's programs first on `PATH`, sets `VIRTUAL_ENV` and `VIRTUAL_ENV_PROMPT`, "
    "changes the prompt (`PS1`), and unsets `PYTHONHOME` (in csh it stays). That is all.",
)
def test_activation_changes_exactly_these_variables(venv: Path) -> None:
    lines = "export PS1; env -0; printf '\\0@\\0'; source venv/bin/activate; env -0; :"
    printed = in_bash(lines, venv.parent, PYTHONHOME="/nowhere")
    before, after = (
        dict(line.split("=", 1) for line in part.split("\0") if "=" in line)
        for part in printed.split("\0@\0")
    )
    changed = {name for name in before | after if before.get(name) != after.get(name)} - {"_"}
    assert changed == {"PATH", "VIRTUAL_ENV", "VIRTUAL_ENV_PROMPT", "PS1", "PYTHONHOME"}
    assert "PYTHONHOME" not in after
    assert after["PATH"] == f"{venv}/bin:{before['PATH']}"
    assert after["VIRTUAL_ENV"] == str(venv)
    assert after["PS1"] == f"(venv) {before['PS1']}"


@pytest.mark.claim(
    "Activation changes much, or nobody knows what",
    "Activation puts the venv's programs first on `PATH`, sets `VIRTUAL_ENV` and `VIRTUAL_ENV_PROMPT`, "
    "changes the prompt (`PS1`), and unsets `PYTHONHOME` (in csh it stays). That is all.",
)
@pytest.mark.parametrize(
    ("shell", "script", "left"), [("fish", "activate.fish", "0"), ("tcsh", "activate.csh", "1")]
)
def test_pythonhome_goes_in_fish_and_stays_in_csh(venv: Path, shell: str, script: str, left: str) -> None:
    found = shutil.which(shell) or missing_on_linux(shell)
    window = 'set prompt = "% "; ' if shell == "tcsh" else ""
    lines = f"{window}source venv/bin/{script}; env | grep -c '^PYTHONHOME='"
    option = "-f" if shell == "tcsh" else "--no-config"
    result = run(found, option, "-c", lines, cwd=venv.parent, PYTHONHOME="/nowhere")
    assert result.stdout.strip() == left


@pytest.mark.claim(
    "Activation holds for the project from then on",
    "It holds for this terminal window only; a new one needs it again.",
)
def test_a_new_window_knows_nothing_of_an_activation(venv: Path) -> None:
    assert in_bash('source venv/bin/activate; echo "$VIRTUAL_ENV"', venv.parent).strip() == str(venv)
    assert in_bash('echo "$VIRTUAL_ENV"', venv.parent).strip() == ""


@pytest.mark.claim(
    "A venv has the newest Python",
    "The venv keeps its version.",
)
def test_a_venv_keeps_the_version_of_its_python(base: str, venv: Path) -> None:
    versions = [
        succeed(run(python, "--version", cwd=venv.parent)) for python in (base, venv / "bin" / "python")
    ]
    assert versions[0] == versions[1]
    version = versions[0].split()[1]
    assert f"version = {version}\n" in (venv / "pyvenv.cfg").read_text(encoding="utf-8")


@pytest.mark.claim(
    "pip uninstall takes away what a package brought along",
    "What came along with a package stays; only a new venv is free of it.",
)
def test_what_came_along_with_a_package_stays(base: str, tmp_path: Path) -> None:
    venv = made(base, tmp_path / "venv", "--clear")
    wheel(tmp_path, "chosen", needs="companion")
    wheel(tmp_path, "companion")
    pip_install(venv, tmp_path, "chosen")
    succeed(run(venv / "bin" / "python", "-m", "pip", "uninstall", "--yes", "chosen", cwd=tmp_path))
    assert not (venv / LIBRARY / "chosen.py").exists()
    assert (venv / LIBRARY / "companion.py").exists()


@pytest.mark.claim(
    "pip install works anywhere (and --break-system-packages where it does not)",
    "Debian, Ubuntu and Homebrew refuse a global `pip install` with `error: externally-managed-environment`",
)
def test_a_marked_python_refuses_pip_and_its_venv_does_not(base: str, tmp_path: Path) -> None:
    """The marker of PEP 668 beside the real standard library, in a mount of its own."""
    if not is_root() or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode:
        pytest.skip("laying a file into the standard library needs root and unshare, on Linux")
    library = succeed(
        run(base, "-c", "import sysconfig; print(sysconfig.get_path('stdlib'))", cwd=tmp_path)
    ).strip()
    mount = f"""
    mkdir "$1/layer" && mount -t tmpfs tmpfs "$1/layer" && mkdir "$1/layer/upper" "$1/layer/work" || exit 90
    mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/layer/upper,workdir=$1/layer/work" "$2" || exit 90
    printf '[externally-managed]\\nError=Use a venv.\\n' > "$2/EXTERNALLY-MANAGED"
    cd "$1"
    "$3" -m pip install --no-index {wheel(tmp_path, "shelf").name}; echo "global: $?"
    "$3" -m venv venv
    venv/bin/python -m pip install --quiet --no-index {wheel(tmp_path, "shelf").name}; echo "venv: $?"
    venv/bin/python -c 'import shelf; print(shelf.NAME)'
    """
    result = run("unshare", "--mount", "sh", "-c", mount, "sh", tmp_path, library, base, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "error: externally-managed-environment" in result.stderr
    assert result.stdout.splitlines()[-3:] == ["global: 1", "venv: 0", "shelf"]


@pytest.mark.claim(
    "uv makes something else than a venv",
    "without pip: `uv pip install` takes its place",
)
def test_uv_makes_a_venv_without_pip(base: str, tmp_path: Path) -> None:
    uv = program("uv")
    succeed(run(uv, "venv", "--offline", "--no-config", "--python", base, "venv", cwd=tmp_path))
    python = tmp_path / "venv" / "bin" / "python"
    prefix, base_prefix, _ = json.loads(succeed(run(python, "-c", WHERE, cwd=tmp_path)))
    assert prefix == str(tmp_path / "venv") != base_prefix
    assert run(python, "-m", "pip", "--version", cwd=tmp_path).returncode == 1
    path = wheel(tmp_path, "shelf")
    succeed(run(uv, "pip", "install", "--offline", "--no-config", "--python", python, path, cwd=tmp_path))
    assert (tmp_path / "venv" / LIBRARY / "shelf.py").is_file()


@pytest.mark.claim(
    "A venv is committed, or its list is what pip freeze prints",
    "So `venv/` is the first line of `.gitignore`. The second is `node_modules/`, for the same reason",
)
def test_git_ignores_what_is_made_on_each_machine(render: Renderer) -> None:
    project = render()
    assert project.text(".gitignore").splitlines()[:2] == ["venv/", "node_modules/"]
    for name in ("requirements.txt", "requirements-dev.txt"):
        assert project.text(f"backend/{name}").splitlines()[0] == "-c constraints.txt"


@pytest.mark.claim(
    "An old version of a package can always be installed alone",
    'Flask 2.0 alone fails until you name `"Werkzeug<3"` too',
)
def test_flask_2_0_alone_fails_until_werkzeug_is_named(base: str, tmp_path: Path) -> None:
    python = made(base, tmp_path / "venv", "--clear") / "bin" / "python"
    succeed(run(python, "-m", "pip", "install", "--quiet", "Flask==2.0", cwd=tmp_path))
    alone = run(python, "-c", "import flask", cwd=tmp_path)
    assert "cannot import name 'url_quote' from 'werkzeug.urls'" in alone.stderr
    succeed(run(python, "-m", "pip", "install", "--quiet", "Flask==2.0", "Werkzeug<3", cwd=tmp_path))
    succeed(run(python, "-c", "import flask", cwd=tmp_path))


def test_what_the_page_shows_of_the_folder_lies_in_it(base: str, render: Renderer, tmp_path: Path) -> None:
    page = Page("README.md", render().text("backend/README.md"))
    (tree,) = (body for language, body in page.code_blocks if language == "text" and "pyvenv.cfg" in body)
    shown = re.findall(r"^ +([\w./-]+)", tree, re.MULTILINE)
    assert shown == ["pyvenv.cfg", "bin/", "python", "pip", "activate", "lib/python3.X/site-packages/"]
    venv = made(base, tmp_path / "venv", "--clear")
    for name in ("pyvenv.cfg", "bin/python", "bin/pip", "bin/activate", LIBRARY):
        assert (venv / name).exists(), name
    for script in ("activate.fish", "activate.csh", "Activate.ps1"):
        assert (venv / "bin" / script).is_file()
