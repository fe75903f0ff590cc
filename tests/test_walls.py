"""The walls of the house: who may import whom, how large a room may be, what loads when."""

import ast
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program import DATA, ROOT, environment

SOURCES = ROOT / "src" / "cvtex"
FILES = sorted(SOURCES.rglob("*.py"))

# What each room may import besides itself; "cvtex" is the package's own __init__ (its version).
UNDER = {"diagnostics", "patterns", "quickyaml", "values", "cvtex"}
ALLOWED = {
    "cvtex": set[str](),
    "values": set[str](),
    "patterns": set[str](),
    "quickyaml": {"patterns"},
    "diagnostics": {"patterns", "values"},
    "languages": UNDER,
    "content": UNDER | {"languages"},
    "document": UNDER | {"content", "languages"},
    "files": UNDER,
    "pdffile": {"values"},
    "days": set[str](),
    "pypdfalone": set[str](),
    "stopwatch": set[str](),
    "interrupts": set[str](),
    "programs": UNDER,
    "history": UNDER | {"content", "document", "languages", "programs"},
    "cache": UNDER,
    "typeset": UNDER | {"cache", "content", "document", "interrupts", "programs", "pdffile"},
    "verify": UNDER | {"content", "document", "interrupts", "pypdfalone"},
    "reports": UNDER | {"catalogue", "content", "document", "history", "verify"},
    "fitting": UNDER | {"document", "typeset"},
    "rereading": UNDER | {"cache", "verify"},
    "drafts": UNDER | {"cache", "document", "typeset"},
    "judging": UNDER | {"cache", "document", "interrupts", "programs", "rereading", "typeset", "verify"},
    "checking": UNDER | {"cache", "content", "document", "history", "verify"},
    "pipeline": UNDER
    | {
        "checking",
        "document",
        "drafts",
        "files",
        "fitting",
        "judging",
        "online",
        "reports",
        "rereading",
        "stopwatch",
        "typeset",
        "verapdf",
        "verify",
    },
    "bundle": UNDER | {"files", "pipeline", "pdffile", "pypdfalone", "reports", "typeset", "verify"},
    "telling": UNDER | {"reports"},
    "building": UNDER | {"cache", "pipeline", "reports", "sidebyside", "typeset"},
    "watching": UNDER
    | {
        "building",
        "checking",
        "content",
        "files",
        "fitting",
        "pipeline",
        "reports",
        "rereading",
        "sidebyside",
        "telling",
        "typeset",
        "verify",
    },
    "online": UNDER | {"verify"},
    "verapdf": UNDER | {"programs", "verify"},
    "labels": UNDER | {"content", "document", "files"},
    "scaffold": UNDER | {"content", "document", "files", "schema"},
    "schema": UNDER | {"content", "document"},
    "sidebyside": UNDER | {"programs"},
    "systems": UNDER,
    "doctor": UNDER | {"cache", "programs", "systems", "typeset"},
    "catalogue": UNDER | {"content", "document", "languages", "typeset", "verify"},
    "__main__": {"cache", "cli", "cvtex"},
}
HEAVY = {"cvtex.pypdfalone", "pypdf", "pypdfium2", "pylatex", "cvtex.typeset", "cvtex.verify"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def room(path: Path) -> str:
    name = path.relative_to(SOURCES).parts[0].removesuffix(".py")
    return "cvtex" if name == "__init__" else name


def imports(path: Path) -> Iterator[str]:
    """The dotted names within cvtex that a file imports, wherever in it."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "cvtex")
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: imports are written out in full"
            if node.module == "cvtex":
                yield from (f"cvtex.{alias.name}" for alias in node.names)
            elif node.module and node.module.startswith("cvtex."):
                yield node.module


def rooms_imported(path: Path) -> set[str]:
    names = (name.split(".") for name in imports(path))
    return {parts[1] if len(parts) > 1 and not parts[1].startswith("__") else "cvtex" for parts in names}


def test_imports_point_one_way() -> None:
    seen = 0
    for path in FILES:
        here = room(path)
        there = rooms_imported(path) - {here}
        seen += len(there)
        if here == "cli":
            continue  # the door: it may reach every room
        assert here in ALLOWED, f"{path.name}: a new room needs a place in the plan"
        assert there <= ALLOWED[here], f"{path} may not import {sorted(there - ALLOWED[here])}"
    assert seen > 40, "no import was seen: the test looks in the wrong place"


def test_the_checker_shares_no_code_with_the_writer() -> None:
    names = [name for path in FILES if room(path) == "verify" for name in imports(path)]
    assert names
    assert not [name for name in names if name.startswith(("cvtex.typeset", "cvtex.pipeline"))]


def test_content_knows_no_document() -> None:
    names = {name for path in FILES if room(path) == "content" for name in rooms_imported(path)}
    assert names == {"content", "diagnostics", "languages", "patterns", "quickyaml", "values"}


def test_files_are_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in FILES}
    assert len(lengths) > 30
    assert not {str(path): length for path, length in lengths.items() if length > 400}
    assert statistics.median(lengths.values()) < 150


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCES)))
def test_a_module_says_what_it_is(path: Path) -> None:
    docstring = ast.get_docstring(tree(path))
    assert docstring
    assert docstring.splitlines()[0].endswith((".", "`."))


# Facts of a document that are LaTeX's business as they stand: each is one of a few words that the target may choose.
CHOSEN = {"paper", "size", "space", "theme"}
FACTS = {"document", "block", "reference", "line", "contact", "run", "title"}
ESCAPING = {"escape", "escape_url", "inline"}


def test_nothing_typed_reaches_tex_unescaped() -> None:
    """NoEscape stands only where LaTeX is made, and no fact goes into it but through an escaping function."""
    makers = {path.name for path in FILES if "NoEscape" in path.read_text(encoding="utf-8")}
    assert makers == {"escape.py", "emit.py"}
    emit = SOURCES / "typeset" / "emit.py"
    calls = [node for node in ast.walk(tree(emit)) if isinstance(node, ast.Call) and _name(node) == "NoEscape"]
    assert len(calls) > 3
    assert not [ast.unparse(call) for call in calls if isinstance(call.args[0], ast.Attribute | ast.Subscript)]
    written = [
        node
        for node in ast.walk(tree(emit))
        if isinstance(node, ast.JoinedStr) or _name(node) in ("NoEscape", "command")
    ]
    bare = [ast.unparse(fact) for node in written for fact in _unescaped(node) if not _diagnostic(node)]
    assert bare == []


def _name(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""


def _unescaped(node: ast.AST) -> Iterator[ast.Attribute]:
    for child in ast.iter_child_nodes(node):
        if _name(child) in ESCAPING:
            continue
        owner = child.value if isinstance(child, ast.Attribute) else None
        if isinstance(child, ast.Attribute) and isinstance(owner, ast.Name):
            yield from [child] if owner.id in FACTS and child.attr not in CHOSEN else []
        yield from _unescaped(child)


def _diagnostic(node: ast.AST) -> bool:
    """Whether a string is a message for people: those quote the author with backticks or typographic quotes."""
    return isinstance(node, ast.JoinedStr) and any(mark in ast.unparse(node) for mark in "`“")


_WATCHED = """
import json, sys
started = []
sys.addaudithook(lambda event, _: started.append(event) if event.startswith(
    ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system", "os.fork")) else None)
from cvtex.cli import run
code = run(sys.argv[1:])
print()
print(json.dumps({"code": code, "started": started, "loaded": sorted(sys.modules)}))
"""


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["check", str(DATA)], ["build", "--help"], ["bundle", "--help"]]
)
def test_what_needs_no_tex_loads_none(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WATCHED, *arguments], env=environment(), capture_output=True, text=True, check=True
    )
    seen = json.loads(done.stdout.splitlines()[-1])
    assert seen["code"] == 0
    assert seen["started"] == []
    assert "cvtex.cli" in seen["loaded"]
    assert HEAVY.isdisjoint(seen["loaded"])


def test_the_version_is_told_before_anything_is_loaded() -> None:
    told = [
        subprocess.run(
            [sys.executable, "-X", "importtime", *start, "--version"],
            env=environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        for start in (["-m", "cvtex"], ["-c", "from cvtex.cli import main; main()"])
    ]
    quick, whole = (done.stderr for done in told)
    assert "click" in whole
    assert "click" not in quick
    assert told[0].stdout == told[1].stdout, "the same words, whoever says them"
