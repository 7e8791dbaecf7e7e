"""test, lint, types and build: they pass on a fresh app, and fail on what they are there to find."""

from __future__ import annotations

import json
import re
from pathlib import Path

import brotli
import pytest

from harness.links import link_tree
from harness.pages import Page
from harness.projects import MODULES
from harness.running import manage, run, succeed

ROUTES = "backend/app/features/environment/routes.py"
VERBS = ["setup", "doctor", "dev", "test", "lint", "types", "build", "serve"]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(app: Path, verb: str) -> None:
    output = succeed(manage(app, verb, "--help"))
    assert f"manage.py {verb}" in output


def test_the_tests_of_a_fresh_project_pass(app: Path) -> None:
    output = succeed(manage(app, "test"))
    assert " passed" in output
    for name in ("backend tests", "frontend tests", "types are current"):
        assert f"✓ {name}" in output


def test_a_fresh_project_is_lint_free(app: Path) -> None:
    output = succeed(manage(app, "lint"))
    for name in ("ruff check", "ruff format", "ESLint", "Prettier"):
        assert f"✓ {name}" in output


def test_a_failing_backend_test_fails_the_verb(spare: Path) -> None:
    (spare / "backend" / "tests" / "test_planted.py").write_text(
        "def test_it() -> None:\n    assert 1 == 2\n", encoding="utf-8"
    )
    result = manage(spare, "test", "backend")
    assert result.returncode == 1
    assert "✗ backend tests" in result.stdout


def test_a_failing_frontend_test_fails_the_verb(spare: Path) -> None:
    (spare / "frontend" / "src" / "app" / "planted.spec.ts").write_text(
        "describe('planted', () => {\n  it('fails', () => {\n    expect(1).toBe(2);\n  });\n});\n",
        encoding="utf-8",
    )
    result = manage(spare, "test", "frontend")
    assert result.returncode == 1
    assert "✗ frontend tests" in result.stdout


def test_lint_finds_style_on_both_sides_and_fix_mends_it(spare: Path) -> None:
    python = spare / "backend" / "app" / "features" / "planted.py"
    python.write_text("import os\nx = {'a':1}\n", encoding="utf-8")
    typescript = spare / "frontend" / "src" / "app" / "features" / "planted.ts"
    typescript.write_text('export const planted = {a:"b"}\n', encoding="utf-8")
    result = manage(spare, "lint")
    assert result.returncode == 1
    for name in ("ruff check", "ruff format", "Prettier"):
        assert f"✗ {name}" in result.stdout
    succeed(manage(spare, "lint", "--fix"))
    succeed(manage(spare, "lint"))
    assert typescript.read_text(encoding="utf-8") == "export const planted = { a: 'b' };\n"


def test_eslint_finds_what_prettier_does_not(spare: Path) -> None:
    (spare / "frontend" / "src" / "app" / "planted.ts").write_text(
        "export const planted: any = 1;\n", encoding="utf-8"
    )
    result = manage(spare, "lint", "frontend")
    assert result.returncode == 1
    assert "✗ ESLint" in result.stdout


def test_types_that_drift_from_the_api_fail_the_tests_until_types_is_run(spare: Path) -> None:
    schemas = spare / "backend" / "app" / "features" / "environment" / "schemas.py"
    changed = schemas.read_text(encoding="utf-8").replace(
        "executable: str", "executable: str\n    planted: int = 0"
    )
    assert "planted" in changed
    schemas.write_text(changed, encoding="utf-8")
    result = manage(spare, "types", "--check")
    assert result.returncode == 1
    assert "FA046" in result.stderr
    assert manage(spare, "test", "backend").returncode == 1

    succeed(manage(spare, "types"))
    for name in ("types.gen.ts", "schemas.gen.ts"):
        generated = spare / "frontend" / "src" / "app" / "api" / name
        assert "planted" in generated.read_text(encoding="utf-8")
    succeed(manage(spare, "types", "--check"))


def test_a_changed_api_that_the_pages_do_not_follow_does_not_compile(spare: Path) -> None:
    schemas = spare / "backend" / "app" / "features" / "environment" / "schemas.py"
    schemas.write_text(
        schemas.read_text(encoding="utf-8").replace("base_prefix:", "renamed:"), encoding="utf-8"
    )
    routes = spare / ROUTES
    routes.write_text(
        routes.read_text(encoding="utf-8").replace("base_prefix=", "renamed="), encoding="utf-8"
    )
    succeed(manage(spare, "types"))
    result = manage(spare, "build")
    assert result.returncode == 1
    assert "base_prefix" in result.stdout + result.stderr


def test_build_leaves_compressed_copies_beside_each_script(built: Path) -> None:
    scripts = list((built / "frontend" / "dist").glob("*.js"))
    assert scripts
    for script in scripts:
        smaller = script.with_name(f"{script.name}.br")
        if script.stat().st_size > 1000:
            assert brotli.decompress(smaller.read_bytes()) == script.read_bytes()


def test_the_initial_bundle_is_at_most_85_kb_compressed(built: Path) -> None:
    dist = built / "frontend" / "dist"
    index = (dist / "index.html").read_text(encoding="utf-8")
    initial = [path for path in dist.iterdir() if path.suffix in (".js", ".css") and path.name in index]
    assert any(path.suffix == ".js" for path in initial)
    size = sum(len(brotli.compress(path.read_bytes())) for path in initial)
    assert size <= 85_000, {path.name: path.stat().st_size for path in initial}


def test_building_and_setting_up_leave_git_clean(built: Path) -> None:
    assert succeed(run("git", "status", "--porcelain", "--ignored=no", cwd=built)) == ""


def test_the_project_works_from_any_folder_and_under_a_strange_venv(app: Path, tmp_path: Path) -> None:
    output = succeed(
        manage(app, "test", "backend", cwd=tmp_path, VIRTUAL_ENV=str(tmp_path), PYTHONPATH=str(tmp_path))
    )
    assert "✓ backend tests" in output


@pytest.mark.parametrize("words", [("test",), ("types",), ("serve", "--no-open")])
def test_a_mistake_in_code_is_one_message_with_its_line(spare: Path, words: tuple[str, ...]) -> None:
    """test_dev.py shows what dev says."""
    features = spare / "backend" / "app" / "features"
    (features / "shelf").mkdir()
    (features / "shelf" / "routes.py").write_text("books = [\n", encoding="utf-8")
    listed = (features / "__init__.py").read_text(encoding="utf-8")
    (features / "__init__.py").write_text(
        listed.replace("\nfeatures: list[str] = [\n", '\nfeatures: list[str] = [\n    "shelf",\n'),
        encoding="utf-8",
    )
    # serve asks for a built page before all else.
    (spare / "frontend" / "dist").mkdir()
    (spare / "frontend" / "dist" / "index.html").touch()
    result = manage(spare, *words)
    assert result.returncode == 1, result.stdout + result.stderr
    assert result.stderr.startswith("✗ FA035 "), result.stderr
    assert "shelf/routes.py, line 1: SyntaxError" in result.stderr.splitlines()[0]
    assert result.stderr.count("✗ ") == 1, result.stderr
    assert "Traceback" not in result.stderr


def test_a_verb_before_setup_says_what_to_run(spare: Path) -> None:
    (spare / "backend" / "venv").rename(spare / "backend" / "was-venv")
    result = manage(spare, "build")
    assert result.returncode == 1
    assert "FA020" in result.stderr
    assert "manage.py setup" in result.stderr


def test_serve_before_build_says_what_to_run(spare: Path) -> None:
    result = manage(spare, "serve", "--no-open")
    assert result.returncode == 1
    assert "FA045" in result.stderr
    assert "manage.py build" in result.stderr


@pytest.mark.parametrize(
    ("system", "processor"),
    [("win32", "x64"), ("win32", "arm64"), ("darwin", "x64"), ("darwin", "arm64"), ("linux", "arm64")],
)
def test_the_lock_file_installs_on(
    app: Path, node_folder: Path, tmp_path: Path, system: str, processor: str
) -> None:
    """From the packages of this system, so that only those are installed that differ."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        (tmp_path / name).write_bytes((app / "frontend" / name).read_bytes())
    link_tree(app / MODULES, tmp_path / "node_modules")
    npm = node_folder.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    succeed(
        run(
            node_folder / "node", npm, "install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund",
            f"--os={system}", f"--cpu={processor}", cwd=tmp_path,
        )
    )  # fmt: skip
    text = (tmp_path / "package-lock.json").read_text(encoding="utf-8")
    assert text == (app / "frontend" / "package-lock.json").read_text(encoding="utf-8")
    lock = json.loads(text)
    for native in ("@esbuild", "@rolldown"):
        names = [path for path in lock["packages"] if path.startswith(f"node_modules/{native}/")]
        if names:
            here = [
                path.name for path in (tmp_path / "node_modules" / native).iterdir() if system in path.name
            ]
            assert any(processor in name for name in here), f"{native} has nothing for {system} {processor}"


UNTYPED = "export const {name}: any = {{ a: 1 }};\n"


def test_many_findings_are_told_by_rule_and_all_of_them_when_asked(spare: Path) -> None:
    """As where somebody's code was moved in."""
    for number in range(60):
        python = spare / "backend" / "app" / "features" / f"moved{number}.py"
        python.write_text('import os\n\n\ndef add(a):\n    return {"a": a}\n', encoding="utf-8")
        typescript = spare / "frontend" / "src" / "app" / "features" / f"moved{number}.ts"
        typescript.write_text(UNTYPED.format(name=f"moved{number}"), encoding="utf-8")
    result = manage(spare, "lint")
    assert result.returncode == 1
    assert len(result.stdout.splitlines()) < 40
    for rule in ("60 * F401 unused import", "60   ANN001", "60   @typescript-eslint/no-explicit-any"):
        assert re.search(rf"^ +{re.escape(rule)} .*https://", result.stdout, re.MULTILINE), result.stdout
    assert "60 of 180 are fixed by" in result.stdout
    everything = manage(spare, "lint", "--all")
    assert everything.returncode == 1
    assert "moved59.py:" in everything.stdout
    assert "moved59.ts" in everything.stdout
    # What --fix leaves is told by rule too.
    left = manage(spare, "lint", "--fix")
    assert left.returncode == 1
    assert "F401" not in left.stdout
    assert "60   ANN001" in left.stdout


def test_rules_of_ones_own_are_read_as_the_page_shows_them(spare: Path) -> None:
    page = Page("files.md", (spare / "docs" / "files.md").read_text(encoding="utf-8"))
    (rules,) = (body for language, body in page.code_blocks if language == "js")
    features = spare / "frontend" / "src" / "app" / "features"
    (features / "moved").mkdir()
    for path in (features / "any.ts", features / "moved" / "bad.ts"):
        path.write_text(UNTYPED.format(name="any"), encoding="utf-8")
    with (features / "moved" / "bad.ts").open("a", encoding="utf-8") as file:
        file.write("export interface Empty {}\n")
    assert "no-explicit-any" in manage(spare, "lint", "frontend").stdout
    own = spare / "frontend" / "eslint.own.mjs"
    own.write_text(f"{rules}\n", encoding="utf-8")
    succeed(manage(spare, "lint", "frontend"))
    # The template's rules hold, and a mistake in the file is not taken for its absence.
    (features / "empty.ts").write_text("export interface Empty {}\n", encoding="utf-8")
    assert "no-empty-object-type" in manage(spare, "lint", "frontend").stdout
    own.write_text("import './nowhere.mjs';\n", encoding="utf-8")
    assert "nowhere.mjs" in manage(spare, "lint", "frontend").stdout
