"""The documentation: every example runs, every name in it exists and every name is in it, the picture is fresh."""

import ast
import json
import os
import re
import shlex
import shutil
import sys
import tomllib
from pathlib import Path

import click
import pytest
import yaml

from cvtex import diagnostics
from cvtex.cli import cvtex
from cvtex.diagnostics import CvtexError, Diagnostic, Span, as_record
from cvtex.document.targets.themechoice import LOOK_KEYS
from cvtex.document.targets.themefile import THEME_KEYS, find_theme, theme_names
from cvtex.reports.formats import FORMATS
from cvtex.verify.checks import CHECKS
from tests import picture
from tests.markdown import (
    PAGES,
    Console,
    Example,
    all_examples,
    anchors,
    codes,
    examples,
    links,
    rows,
    same_output,
    section,
    steps,
    write,
)
from tests.program import ROOT, Built, environment

DOCS = ROOT / "docs"
CLI_PAGE = DOCS / "cli.md"
# How an example of each kind is tried; one that nobody tries has no place in the documentation.
KINDS = {
    "yaml": {"cv", "sections", "entries", "target", "workflow", "gitlab", "pre-commit", "file"},
    "bibtex": {"file"},
    "latex": {"file"},
    "python": {""},
    "console": {""},
    "json": {""},
    "sh": {""},
    "text": {""},
    "hidden": {"file", "$"},
}

every_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def test_the_pages_are_there() -> None:
    assert {page.name for page in PAGES} >= {"README.md", "CHANGELOG.md", "cli.md", "data.md", "page.md"}
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["readme"] == "README.md"


@every_page
def test_every_example_is_tried(page: Path) -> None:
    for example in examples(page):
        assert example.language in KINDS, f"{example}: `{example.language}` is tried by no test"
        assert example.kind in KINDS[example.language], (
            f"{example}: say what it is, as one of {KINDS[example.language]}"
        )
    fences = page.read_text(encoding="utf-8").count("\n```")
    assert fences == 2 * sum(example.language != "hidden" for example in examples(page))


# The command line


def the_commands() -> dict[str, click.Command]:
    assert isinstance(cvtex, click.Group)
    return dict(cvtex.commands)


def options(command: click.Command) -> list[click.Option]:
    return [parameter for parameter in command.params if isinstance(parameter, click.Option)]


def test_every_command_is_documented_and_none_is_invented() -> None:
    text = CLI_PAGE.read_text(encoding="utf-8")
    assert set(re.findall(r"^## cvtex (\w+)$", text, re.MULTILINE)) == set(the_commands())
    listed = {row[0].split("`")[1].split()[1] for row in rows(text) if row[0].startswith("[`cvtex")}
    assert listed == set(the_commands())


@pytest.mark.parametrize("name", sorted(the_commands()))
def test_every_option_and_its_variable_is_documented(name: str) -> None:
    command = the_commands()[name]
    table = {
        ", ".join(sorted(codes(row[0]))): row[2].strip("`")
        for row in rows(section(CLI_PAGE, f"cvtex {name}"))
        if row[0].startswith("`-")
    }
    context = click.Context(command, info_name=name, auto_envvar_prefix=f"CVTEX_{name.upper()}")
    meant = {}
    for option in options(command):
        variable = option.envvar or f"{context.auto_envvar_prefix}_{(option.name or '').upper()}"
        meant[", ".join(sorted((*option.opts, *option.secondary_opts)))] = variable
    assert table == meant


def test_exit_codes_are_those_of_the_program() -> None:
    documented = [int(row[0]) for row in rows(section(CLI_PAGE, "Exit codes"))]
    kinds = {error.exit_code for error in CvtexError.__subclasses__()}
    others = {diagnostics.OK, diagnostics.REFUSED, diagnostics.BUG, diagnostics.INTERRUPTED}
    assert documented == sorted(kinds | others)


def test_formats_and_families_of_codes_are_documented() -> None:
    table = rows(section(CLI_PAGE, "Findings"))
    assert {row[0].strip("`") for row in table if row[0].startswith("`")} == set(FORMATS)
    families = {letter for row in table for letter in re.findall(r"\b([A-Z])…", row[0])}
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    assert families == {code[0] for code in re.findall(r'"([A-Z]\d{3})"', sources)}


def test_environment_variables_are_those_of_the_program() -> None:
    documented = {row[0].strip("`") for row in rows(section(CLI_PAGE, "Environment variables"))}
    sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    read = set(re.findall(r'environ(?:ment)?(?:\.get\(|\[)"([A-Z_]+)"', sources))
    of_options = {
        f"CVTEX_{name}_{option}".upper()
        for name, command in the_commands().items()
        for option in (parameter.name for parameter in options(command))
    }
    of_run = set(re.findall(r"\$\{(CVTEX_\w+)", (ROOT / "run").read_text(encoding="utf-8")))
    others = {"TMPDIR", "_CVTEX_COMPLETE"}  # Python's tempfile, click
    assert documented == (read - of_options) | of_run | others


def test_the_report_is_as_documented(built: Built) -> None:
    (example,) = all_examples("json")
    documented = json.loads(example.text)
    real = json.loads((built.folder / "cv.report.json").read_text(encoding="utf-8"))
    assert [key for key in documented if key != "fit"] == list(real)
    assert list(documented["seconds"]) == list(real["seconds"])
    span, box = Span("data/cv.yaml", 1, 1), (0.0, 0.0, 1.0, 1.0)
    everything = as_record(Diagnostic("X007", "message", span, "hint", "error", 1, box))
    assert [list(finding) for finding in documented["findings"]] == [list(everything)]
    for outcome in documented["checks"]:
        assert CHECKS[outcome["code"]].name == outcome["name"]
        assert (outcome["status"] == "skipped") == ("reason" in outcome)


# Consoles


def home(folder: Path) -> Path:
    """A folder as a reader has it: a copy of the repository, and `cvtex` and `run` as programs."""
    checkout, programs = folder / "cvtex", folder / "bin"
    for name in ("src", "latex", "data"):
        shutil.copytree(ROOT / name, checkout / name)  # with what Python compiled, which each command would do anew
    (checkout / "data" / "labels.lock").unlink(missing_ok=True)  # the examples' publications have numbers of their own
    programs.mkdir()
    program = f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m cvtex "$@"\n'
    # The set-up is not this test's subject: its commands are passed on at once.
    run = f'#!/bin/sh\n[ "$1" = cvtex ] && shift || cd "{checkout}"\nexec "{programs}/cvtex" "$@"\n'
    for path, text in ((programs / "cvtex", program), (checkout / "run", run)):
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
    return checkout


@every_page
def test_consoles_print_what_is_shown(page: Path, tmp_path: Path) -> None:
    played = [example for example in examples(page) if example.language in ("console", "hidden") or example.file]
    if not any(example.language == "console" for example in played):
        return
    checkout = home(tmp_path)
    path = os.pathsep.join([str(tmp_path / "bin"), os.environ.get("PATH", os.defpath)])
    sources = str(checkout / "src")
    console = Console(checkout, environment(PATH=path, PYTHONPATH=sources, LC_ALL="C.UTF-8"), tmp_path / "state")
    (checkout / "build").mkdir()
    for example in played:
        if example.file:
            write(example, console.folder())
        elif example.language == "hidden":
            assert console.play(example.text.strip()) == "", example
        else:
            for command, output in steps(example):
                printed = console.play(command)
                assert same_output(output, printed), f"{example}: `{command}` prints\n{printed}"
                told = any(word in output for word in ("error", "refused", "missing"))
                assert not console.status or told, f"{example}: `{command}` ends with {console.status}"


@pytest.mark.parametrize("example", all_examples("sh"), ids=str)
def test_commands_exist(example: Example) -> None:
    usage = (ROOT / "run").read_text(encoding="utf-8").partition("<<'HELP'\n")[2].partition("\nHELP")[0]
    for line in example.text.splitlines():
        program, *arguments = shlex.split(line)
        if program == "./run":
            assert f"./run {arguments[0]} " in usage
        elif program == "cvtex":
            command = the_commands()[arguments[0]]
            command.make_context(arguments[0], arguments[1:])
        else:
            assert line in ("pip install .", 'eval "$(_CVTEX_COMPLETE=bash_source cvtex)"')


# LaTeX, Python, CI


def test_every_macro_is_documented_and_none_is_invented() -> None:
    files = [
        path
        for pattern in ("*.cls", "*.def", "fonts/*/*.sty", "themes/*/*.sty")
        for path in (ROOT / "latex").glob(pattern)
    ]
    sources = "".join(path.read_text(encoding="utf-8") for path in files)
    defined = re.findall(r"\\(?:newcommand\*?|DeclareRobustCommand|newdimen)\s*\{?(\\cv[a-z]+)(?![a-z@])", sources)
    page = DOCS / "page.md"
    table = {
        match[0]
        for row in rows(page.read_text(encoding="utf-8"))
        if (match := re.match(r"\\cv[a-z]+", row[0].strip("`")))
    }
    assert table - {r"\cvhang"} == set(defined)
    environments = set(re.findall(r"\\newenvironment\{(cv[a-z]+)\}", sources))
    assert environments == {row[0].strip("`") for row in rows(section(page, "Macros")) if row[0].startswith("`cv")}
    used = "".join(example.text for example in all_examples("latex"))
    told = {row[0].strip("`").partition("{")[0].partition("[")[0] for row in rows(section(page, "Macros"))}
    assert all(name.lstrip("\\") in used for name in told)


def test_code_in_the_architecture_is_real() -> None:
    for example in all_examples("python"):
        (function,) = (node for node in ast.parse(example.text).body if isinstance(node, ast.FunctionDef))
        (decorator,) = function.decorator_list
        assert isinstance(decorator, ast.Call)
        code, promise = (ast.literal_eval(argument) for argument in decorator.args)
        assert (CHECKS[code].name, CHECKS[code].promise) == (function.name, promise)


def test_the_architecture_names_real_files() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    names = {path.name for path in (ROOT / "src").rglob("*")} | {path.stem for path in (ROOT / "src").rglob("*.py")}
    for room, _, _, holds in rows(section(DOCS / "architecture.md", "The rooms")):
        folder = ROOT / "src" / "cvtex" / room.strip("`")
        modules = {path.stem for path in folder.iterdir() if path.suffix == ".py" and path.stem != "__init__"}
        assert {name.rstrip("/") for name in codes(holds)} - {"checks"} == modules
    for name in re.findall(r"`([\w./]+\.py)`", text):
        assert name.rpartition("/")[2] in names


def test_ci_examples_name_what_there_is() -> None:
    actions = set(re.findall(r"uses: (\S+)", (ROOT / ".github/workflows/cv.yml").read_text(encoding="utf-8")))
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    workflows = [yaml.safe_load(example.text) for example in all_examples("yaml", "workflow")]
    workflow_steps = [step for workflow in workflows for step in workflow["jobs"]["build"]["steps"]]
    used = {step["uses"] for step in workflow_steps if "uses" in step}
    assert used <= actions | {"github/codeql-action/upload-sarif@v4"}
    scripts = [step["run"] for step in workflow_steps if "run" in step]
    for example in all_examples("yaml", "gitlab"):
        job = yaml.safe_load(example.text)["cv"]
        scripts += job["script"]
        for report in job["artifacts"].get("reports", {}).values():
            assert any(script.endswith(f" > {report}") for script in job["script"])
    commands = [
        shlex.split(script.partition(" > ")[0])[2:] for script in scripts if script.startswith("cvtex/run cvtex ")
    ]
    assert len(commands) == 4
    for name, *arguments in commands:
        the_commands()[name].make_context(name, arguments)
    configurations = all_examples("yaml", "pre-commit")
    used_hooks = {
        hook["id"] for item in configurations for repo in yaml.safe_load(item.text)["repos"] for hook in repo["hooks"]
    }
    assert used_hooks == hooks


# Links and the picture


@every_page
def test_links_resolve(page: Path) -> None:
    for link in links(page):
        if link.startswith("https://"):
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        assert target.exists(), f"{page.name} links to {link}"
        assert not anchor or anchor in anchors(target), f"{page.name} links to {link}"


def test_every_page_is_linked_from_the_readme() -> None:
    linked = set(links(ROOT / "README.md"))
    assert {page.relative_to(ROOT).as_posix() for page in PAGES} - {"README.md"} <= linked


def test_the_picture_is_fresh(built: Built) -> None:
    now = picture.render(built.pdf)
    kept = picture.read_png(picture.PICTURE.read_bytes())
    assert picture.difference(kept, now) < 12, "refresh it: python -m tests.picture"
    # The comparison sees a word that is gone.
    width = 3 * kept.width
    blank = bytearray(kept.pixels)
    line = max(range(kept.height), key=lambda y: -sum(kept.pixels[y * width : (y + 1) * width]))
    for y in range(line - 8, line + 8):
        blank[y * width : (y + 1) * width] = b"\xff" * width
    assert picture.difference(picture.Picture(kept.width, kept.height, bytes(blank)), now) > 12
    assert picture.PICTURE.stat().st_size < 100_000


@pytest.mark.parametrize("theme", sorted(set(theme_names()) - {"classic"}))
def test_the_pictures_of_the_gallery_are_fresh(theme: str, tmp_path: Path) -> None:
    now = picture.render(picture.build(tmp_path, theme))
    kept = picture.read_png(picture.PICTURES[theme].read_bytes())
    assert picture.difference(kept, now) < 12, "refresh it: python -m tests.picture"
    others = (path for name, path in picture.PICTURES.items() if name != theme)
    assert all(picture.difference(picture.read_png(path.read_bytes()), now) > 12 for path in others)


def test_the_gallery_shows_every_theme() -> None:
    page = DOCS / "gallery.md"
    for theme, path in picture.PICTURES.items():
        assert f"](images/{path.name})" in section(page, theme)


def test_the_choices_of_the_themes_are_those_that_they_have() -> None:
    found = {row[0].strip("`"): row[1:] for row in rows(section(DOCS / "targets.md", "Looks")) if len(row) == 6}
    for name in theme_names():
        theme = find_theme(name)
        choices = [theme.choices[key] for key in ("headings", "bullets", "labels")]
        told = [", ".join(f"`{value}`" for value in values) for values in choices]
        assert found[name] == [f"`{theme.fonts[0]}`", *told, f"from `{theme.space:.0%}`"]


def test_the_keys_of_a_theme_are_told() -> None:
    for page, title, keys in (("page.md", "A theme of your own", THEME_KEYS), ("targets.md", "Looks", LOOK_KEYS)):
        told = {word for row in rows(section(DOCS / page, title)) for word in re.findall(r"`([a-z]+)`", row[0])}
        assert set(keys) <= told
