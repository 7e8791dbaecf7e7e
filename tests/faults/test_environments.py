"""backend/venv in every bad state, and terminals that are in another environment."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from faults.computer import PYTHON, Computer, delete, tree
from scripts.manage import stamp
from scripts.manage.python import venv


def test_a_computer_that_is_well_has_no_fault(set_up: Computer) -> None:
    """What all tests of this layer start from."""
    report = set_up.doctor()
    assert {code for code in report.codes if code != "FA103"} == set(), report.findings
    assert "installed already" in set_up.manage("setup").stdout


def test_before_the_first_set_up_doctor_says_that_it_is_missing(computer: Computer) -> None:
    report = computer.doctor()
    assert {"FA020", "FA044"} <= report.codes
    assert "setup" in report.one("FA020").remedy[0]


def test_set_up_makes_a_project_well(computer: Computer) -> None:
    """A real venv and pip, as in all tests below that say `sets_up`; there are no packages to wait for."""
    # Here pip comes as `python -m venv` brings it.
    computer.with_pip = None
    computer.asks_for_no_packages()
    output = computer.sets_up()
    assert "-m venv backend/venv" in output
    assert "npm ci" in output


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A Python that can be removed: what Homebrew, pyenv or an installer put there, by its own name."""
    python = tmp_path / "python of last year" / "bin" / PYTHON.name
    python.parent.mkdir(parents=True)
    python.symlink_to(PYTHON)
    return python


def is_made_anew(computer: Computer, because: str) -> None:
    """doctor tells what is wrong with the venv, setup says the same and mends it, and all is well."""
    found = computer.doctor().one("FA021")
    assert found.kind == "failed"
    assert because in found.text
    assert "manage.py setup" in found.remedy[0]
    computer.asks_for_no_packages()
    output = computer.sets_up()
    assert "made anew" in output
    assert because in output


@pytest.mark.fault(
    "Python of the venv removed or upgraded",
    system="Linux",
    outcome="repaired",
    how="the base interpreter is deleted",
)
def test_a_venv_whose_python_was_removed_is_made_anew(computer: Computer, base: Path) -> None:
    computer.is_set_up(base)
    assert computer.doctor().ok
    delete(base.parents[1])
    is_made_anew(computer, "its Python does not run")


@pytest.mark.fault("Project moved or copied", system="Linux", outcome="repaired", how="the folder is renamed")
def test_a_moved_project_is_made_anew(set_up: Computer) -> None:
    moved = set_up.project.with_name("moved 옮긴")
    set_up.project.rename(moved)
    origin, set_up.project = set_up.project, moved
    is_made_anew(set_up, str(origin))


@pytest.mark.fault("Project moved or copied", system="Linux", outcome="repaired", how="the folder is copied")
def test_a_copied_project_is_made_anew_and_its_origin_stays_as_it_is(set_up: Computer) -> None:
    origin = set_up.project
    set_up.project = Path(shutil.copytree(origin, origin.with_name("a copy"), symlinks=True))
    is_made_anew(set_up, str(origin))
    set_up.project = origin
    assert set_up.doctor().ok


@pytest.mark.fault(
    "venv of another system or machine",
    system="Linux",
    outcome="repaired",
    how="Windows' layout: Scripts/, Lib/",
)
def test_a_venv_of_windows_is_made_anew(computer: Computer) -> None:
    """As WSL sees it, or a project that was copied whole from a stick."""
    scripts = computer.project / "backend" / "venv" / "Scripts"
    scripts.mkdir(parents=True)
    (scripts / "python.exe").write_bytes(b"MZ")
    (scripts.parent / "pyvenv.cfg").write_text("home = C:\\Python313\n", encoding="utf-8")
    is_made_anew(computer, "another operating system")


@pytest.mark.fault(
    "venv of another system or machine",
    system="Linux",
    outcome="repaired",
    how="another machine in the stamps",
)
def test_what_another_kind_of_machine_installed_is_installed_again(set_up: Computer) -> None:
    """Rosetta, or a home folder shared between machines: the same paths, another processor."""
    for folder in (set_up.as_project.venv, set_up.as_project.node_modules):
        stamp.write(folder, {**(stamp.read(folder) or {}), "machine": "riscv128"})
    assert {"FA031", "FA044"} <= set_up.doctor().codes
    set_up.asks_for_no_packages()
    give_a_real_pip(set_up)
    assert "npm ci" in set_up.sets_up()


@pytest.mark.fault(
    "venv of another system or machine",
    system="macOS",
    outcome="repaired",
    how="a Python that says another machine (Rosetta)",
)
def test_a_venv_for_another_processor_is_made_anew(set_up: Computer) -> None:
    python = venv.of(set_up.as_project).python
    python.unlink()
    says = {
        "version": [3, 13, 1],
        "prefix": str(set_up.as_project.venv),
        "machine": "riscv128",
        "has_pip": True,
    }
    python.write_text(f"#!/bin/sh\necho '{json.dumps(says)}'\n", encoding="utf-8")
    python.chmod(0o755)
    is_made_anew(set_up, "riscv128")


@pytest.mark.fault(
    "Set-up interrupted (SIGKILL, power cut)",
    system="Linux",
    outcome="repaired",
    how="half a venv, without pip",
)
def test_a_venv_whose_making_was_cut_short_is_made_anew(set_up: Computer) -> None:
    project = set_up.as_project
    packages = venv.of(project).site_packages
    assert packages
    (packages / "pip.py").unlink()
    stamp.remove(project.venv)
    is_made_anew(set_up, "no pip")


@pytest.mark.fault(
    "Something else at backend/venv",
    system="Linux",
    outcome="detected",
    how="a folder of the owner's; a file",
)
@pytest.mark.parametrize("path", ["venv/my pictures/cat.txt", "venv"])
def test_what_is_no_venv_is_told_and_never_deleted(computer: Computer, path: str) -> None:
    precious = computer.project / "backend" / path
    precious.parent.mkdir(parents=True, exist_ok=True)
    precious.write_text("meow", encoding="utf-8")
    message = computer.is_stopped("FA023")
    assert "backend/venv" in message
    assert "Rename" in message
    assert computer.doctor().one("FA023").kind == "failed"
    assert precious.read_text(encoding="utf-8") == "meow"


@pytest.mark.fault(
    "backend/venv is a link", system="Linux", outcome="detected", how="a link to another project's"
)
def test_a_venv_that_is_shared_with_another_project_is_told(set_up: Computer, tmp_path: Path) -> None:
    ours = set_up.as_project.venv
    other = tmp_path / "other" / "backend" / "venv"
    other.parent.mkdir(parents=True)
    ours.rename(other)
    ours.symlink_to(other)
    found = set_up.doctor().one("FA026")
    assert found.kind == "warning"
    assert str(other) in found.text
    before = tree(other)
    set_up.run("sh", "-c", found.remedy[0]).check_returncode()
    assert tree(other) == before
    set_up.asks_for_no_packages()
    set_up.sets_up()
    assert "FA026" not in set_up.doctor().codes
    assert tree(other) == before


@pytest.mark.parametrize("words", [["setup"], ["setup", "--clean"]])
def test_set_up_tells_of_a_shared_venv_and_never_deletes_the_others(
    computer: Computer, tmp_path: Path, words: list[str]
) -> None:
    other = tmp_path / "other"
    computer.run(computer.python, "-m", "venv", str(other)).check_returncode()
    computer.as_project.venv.symlink_to(other)
    computer.asks_for_no_packages()
    result = computer.manage(*words)
    assert result.returncode == 0, result.stderr
    assert "FA026" in result.stdout
    assert (other / "pyvenv.cfg").exists()
    assert computer.as_project.venv.is_symlink() == ("--clean" not in words)


@pytest.mark.fault(
    "backend/venv is a link to a folder that is gone",
    system="Linux",
    outcome="repaired",
    how="a dangling link",
)
def test_a_venv_that_is_a_link_to_nowhere_is_made_anew(computer: Computer) -> None:
    computer.as_project.venv.symlink_to(computer.home / "gone")
    is_made_anew(computer, str(computer.home / "gone"))
    assert not computer.as_project.venv.is_symlink()


@pytest.mark.fault(
    "Packages missing or half installed",
    system="Linux",
    outcome="repaired",
    how="one without RECORD, one uninstalled",
)
def test_packages_that_are_missing_or_half_installed_are_named_and_installed_again(
    computer: Computer,
) -> None:
    names = ["paper", "red-pen", "ruler"]
    for name in names:
        computer.offers_wheel(name, "1.0", {f"{name.replace('-', '_')}.py": ""})
    requirements, *others = computer.as_project.requirements
    requirements.write_text("paper==1.0\nRed_Pen[extra]>=1\nruler\n", encoding="ascii")
    for path in others:
        path.write_text("", encoding="ascii")
    computer.sets_up()
    packages = venv.of(computer.as_project).site_packages
    assert packages
    delete(packages / "paper-1.0.dist-info" / "RECORD")
    delete(packages / "red_pen-1.0.dist-info")
    found = computer.doctor().one("FA032")
    assert found.kind == "failed"
    assert "paper" in found.text and "red-pen" in found.text
    assert "ruler" not in found.text
    assert "manage.py setup" in found.remedy[0]
    assert "paper" in computer.is_stopped("FA032", "dev", "--no-open")
    computer.sets_up()
    assert "FA032" not in computer.doctor().codes


@pytest.mark.fault(
    "Requirements changed since set-up", system="Linux", outcome="repaired", how="a line added"
)
def test_requirements_that_have_changed_are_told_and_installed(set_up: Computer) -> None:
    with (set_up.project / "backend" / "requirements.txt").open("a", encoding="ascii") as file:
        file.write("# a comment of the owner's\n")
    report = set_up.doctor()
    assert report.one("FA031").kind == "failed"
    assert "FA032" not in report.codes
    set_up.asks_for_no_packages()
    give_a_real_pip(set_up)
    assert "pip install -r backend/requirements.txt" in set_up.sets_up()


def commit(computer: Computer) -> None:
    """What every owner has done before."""
    who = ["-c", "user.name=me", "-c", "user.email=me@example.com"]
    for words in (["add", "--all"], [*who, "commit", "-q", "-m", "Mine"]):
        computer.run("git", *words).check_returncode()


def freezes(computer: Computer, encoding: str, extra: str = "") -> None:
    """What `pip freeze > requirements.txt` leaves."""
    pins = computer.as_project.constraints.read_text(encoding="ascii").splitlines()
    frozen = [pin.partition(" ;")[0] for pin in pins if "==" in pin and not pin.startswith("#")]
    text = "\n".join([*frozen, *extra.split()]) + "\n"
    computer.as_project.requirements[0].write_bytes(text.encode(encoding))


def installs(computer: Computer, name: str, needs: str) -> None:
    packages = venv.of(computer.as_project).site_packages
    assert packages
    metadata = packages / f"{name}-1.0.dist-info"
    metadata.mkdir()
    needed = f"Name: {name}\nRequires-Dist: {needs} (>=1)\n" if needs else f"Name: {name}\n"
    (metadata / "METADATA").write_text(needed, encoding="utf-8")
    (metadata / "RECORD").touch()


@pytest.mark.fault(
    "pip freeze > requirements.txt",
    system="Linux",
    outcome="detected",
    how="in UTF-8, and in UTF-16 as PowerShell 5 writes it",
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_frozen_requirements_file_is_told_with_what_to_keep(set_up: Computer, encoding: str) -> None:
    requirements = set_up.as_project.requirements[0]
    with requirements.open("a", encoding="ascii") as file:
        file.write("ruler==1.0\n")
    commit(set_up)
    for name, needs in (("ruler", ""), ("paper", "some_ink"), ("some_ink", "")):
        installs(set_up, name, needs)
    freezes(set_up, encoding, "paper==1.0 ruler==1.0 some-ink==1.0")
    found = set_up.doctor().one("FA036")
    assert found.kind == "warning"
    assert "-c constraints.txt" in found.text
    assert ("UTF-16" in found.text) == (encoding == "utf-16")
    way_back, keep, again = found.remedy
    assert keep.endswith(": paper==1.0")
    assert "manage.py setup" in again
    set_up.run(*way_back.split()).check_returncode()
    assert "FA036" not in set_up.doctor().codes
    assert "ruler==1.0" in requirements.read_text(encoding="ascii")


def test_a_frozen_requirements_file_that_was_committed_is_taken_from_before(set_up: Computer) -> None:
    commit(set_up)
    freezes(set_up, "utf-16")
    commit(set_up)
    (set_up.project / "later.txt").touch()
    commit(set_up)
    found = set_up.doctor().one("FA036")
    assert "nothing of yours" in found.remedy[1]
    set_up.run(*found.remedy[0].split()).check_returncode()
    assert "FA036" not in set_up.doctor().codes


def test_a_frozen_requirements_file_without_git_is_told_too(set_up: Computer) -> None:
    shutil.rmtree(set_up.project / ".git")
    freezes(set_up, "utf-8", "paper==1.0")
    found = set_up.doctor().one("FA036")
    assert "git checkout" not in " ".join(found.remedy)
    assert found.remedy[1].endswith(": paper==1.0")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be"])
def test_set_up_reads_a_requirements_file_of_powershell(computer: Computer, encoding: str) -> None:
    computer.offers_wheel("paper", "1.0", {"paper.py": ""})
    computer.asks_for_no_packages()
    text = "paper==1.0\r\n"
    marked = "\ufeff" + text if encoding == "utf-16-be" else text
    computer.as_project.requirements[0].write_bytes(marked.encode(encoding))
    output = computer.sets_up()
    assert "FA036" in output
    packages = venv.of(computer.as_project).site_packages
    assert packages and (packages / "paper.py").exists()
    delete(packages / "paper-1.0.dist-info")
    assert "paper" in computer.doctor().one("FA032").text


def give_a_real_pip(computer: Computer) -> None:
    project = computer.as_project
    packages = venv.of(project).site_packages
    assert packages
    (packages / "pip.py").unlink()
    subprocess.run(
        [str(venv.of(project).python), "-m", "ensurepip", "--default-pip"], check=True, capture_output=True
    )


@pytest.mark.fault(
    "Another virtual environment active",
    system="Linux",
    outcome="survived",
    how="VIRTUAL_ENV of another folder",
)
def test_another_activated_environment_is_warned_of_and_not_used(computer: Computer, tmp_path: Path) -> None:
    other = tmp_path / "other venv"
    subprocess.run([str(PYTHON), "-m", "venv", "--without-pip", str(other)], check=True)
    computer.python = other / "bin" / "python"
    computer.variables |= {
        "VIRTUAL_ENV": str(other),
        "PATH": f"{other}/bin:{computer.programs}:/usr/bin:/bin",
    }
    found = computer.doctor().one("FA025")
    assert found.kind == "warning"
    assert str(other) in found.text
    assert "deactivate" in found.remedy
    computer.asks_for_no_packages()
    computer.sets_up()
    assert list(other.glob("lib/*/site-packages/*")) == []
    config = (computer.project / "backend" / "venv" / "pyvenv.cfg").read_text(encoding="utf-8")
    assert str(other) not in config


@pytest.mark.fault(
    "conda's base environment active", system="Linux", outcome="survived", how="conda's variables"
)
def test_condas_base_is_warned_of_and_not_used(computer: Computer, tmp_path: Path) -> None:
    conda = tmp_path / "miniconda3"
    conda.mkdir()
    computer.variables |= {
        "CONDA_PREFIX": str(conda),
        "CONDA_DEFAULT_ENV": "base",
        "CONDA_SHLVL": "1",
        "CONDA_PROMPT_MODIFIER": "(base) ",
    }
    found = computer.doctor().one("FA025")
    assert found.kind == "warning"
    assert str(conda) in found.text
    assert "conda deactivate" in found.remedy
    computer.asks_for_no_packages()
    computer.sets_up()
    assert list(conda.iterdir()) == []


@pytest.mark.fault(
    "(venv) shown, but Python is another",
    system="Linux",
    outcome="detected",
    how="VIRTUAL_ENV without its PATH",
)
def test_a_prompt_that_does_not_tell_the_truth_is_warned_of(set_up: Computer) -> None:
    """`source activate`, and then an alias, or a PATH set by the shell's own start-up file."""
    found = set_up.doctor(VIRTUAL_ENV=str(set_up.as_project.venv)).one("FA025")
    assert found.kind == "warning"
    assert str(set_up.python) in found.text


@pytest.mark.fault(
    "(venv) shown, but Python is another",
    system="Linux",
    outcome="detected",
    how="VIRTUAL_ENV of before the move",
)
def test_a_prompt_of_before_the_move_is_warned_of(set_up: Computer) -> None:
    shown = str(set_up.as_project.venv)
    moved = set_up.project.with_name("moved")
    set_up.project.rename(moved)
    set_up.project = moved
    found = set_up.doctor(VIRTUAL_ENV=shown).one("FA025")
    assert shown in found.text
    assert "deactivate" in found.remedy


def test_the_projects_own_environment_is_nothing_to_warn_of(set_up: Computer) -> None:
    ours = venv.of(set_up.as_project)
    set_up.python = ours.python
    activated = {"VIRTUAL_ENV": str(ours.folder), "PATH": f"{ours.programs}:{set_up.programs}:/usr/bin:/bin"}
    assert "FA025" not in set_up.doctor(**activated).codes
    # Those who let conda activate its base in every terminal activate the venv on top of it.
    assert "FA025" not in set_up.doctor(**activated, CONDA_PREFIX="/opt/conda", CONDA_SHLVL="1").codes


@pytest.mark.fault(
    "Variables that lead Python, pip or npm astray", system="Linux", outcome="survived", how="all of them set"
)
def test_variables_that_lead_astray_are_named_and_kept_from_children(
    computer: Computer, tmp_path: Path
) -> None:
    target = tmp_path / "elsewhere"
    poison = {
        "PYTHONPATH": str(tmp_path),
        "PIP_TARGET": str(target),
        "PIP_USER": "1",
        "PIP_REQUIRE_VIRTUALENV": "1",
        "PIP_PREFIX": str(target),
        "NODE_ENV": "production",
        "npm_config_omit": "dev",
    }
    found = computer.doctor(**poison).one("FA062")
    assert found.kind == "warning"
    assert all(name in found.text for name in poison)
    assert "unset PIP_TARGET" in found.remedy
    computer.with_pip = None
    computer.asks_for_no_packages()
    output = computer.sets_up(**poison)
    assert "PIP_TARGET" in output
    assert not target.exists()


@pytest.fixture
def shelf(computer: Computer) -> Computer:
    """A computer on which pip has one package to install, and another that this one needs."""
    computer.asks_for_no_packages()
    computer.offers_wheel("shelf", "1.0", {"shelf.py": ""}, needs=["wood"])
    computer.offers_wheel("wood", "2.0", {"wood.py": ""})
    with computer.as_project.requirements[0].open("a", encoding="ascii") as file:
        file.write("shelf\n")
    return computer


def pip_conf(computer: Computer, setting: str) -> dict[str, str]:
    """A person's or a company's settings of pip, and the variable that leads pip there."""
    path = computer.home / "pip.conf"
    path.write_text(f"[install]\n{setting}\n", encoding="utf-8")
    return {"PIP_CONFIG_FILE": str(path)}


@pytest.mark.parametrize("setting", ["user", "dry-run", "require-hashes", "no-deps"])
def test_no_setting_of_pip_leaves_packages_out(shelf: Computer, setting: str) -> None:
    """With a real pip, and packages that need no network."""
    shelf.sets_up(**pip_conf(shelf, f"{setting} = true"))
    packages = venv.of(shelf.as_project).site_packages
    assert packages
    assert (packages / "shelf.py").is_file()
    assert (packages / "wood.py").is_file()


@pytest.mark.parametrize("setting", ["target", "prefix", "root"])
def test_packages_that_a_setting_of_pip_puts_elsewhere_are_named(
    shelf: Computer, tmp_path: Path, setting: str
) -> None:
    """pip takes nothing that would stand against such a line."""
    variables = pip_conf(shelf, f"{setting} = {tmp_path / 'elsewhere'}")
    result = shelf.manage("setup", **variables)
    assert result.returncode == 1
    said = "✗ FA030 pip ended well, and these packages are not in backend/venv all the same: shelf."
    assert said in result.stderr
    assert "pip config list" in result.stderr
    shelf.sets_up()
