"""The benchmark works: every row is measured or says why not, and what is made for it is what it is said to be.

Nothing is asked of its times: a machine that runs tests is not quiet.
"""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.asbiblatex import biblatex_source
from benchmarks.asrendercv import rendercv_input
from benchmarks.growth import QUICK_NUMBERS
from benchmarks.material import DATA, Material, publications
from benchmarks.measure import Command, NotMeasured, Sample, alternately, peak, run
from benchmarks.page import KEPT
from benchmarks.rows import GROUPS, MANY
from cvtex.checking import check
from tests.markdown import rows
from tests.program import ROOT, environment

_PAGE = ROOT / "docs" / "benchmarks.md"
_OTHERS = {"RenderCV", "YAMLResume", "latexmk, biblatex and biber"}


@pytest.fixture(scope="module")
def printed() -> str:
    """What one short run prints; the page in docs/ stays as it is."""
    before = _PAGE.read_bytes()
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--quick", "--runs", "1"], cwd=ROOT, env=environment(),
        capture_output=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert _PAGE.read_bytes() == before
    return done.stdout


def test_every_row_is_measured_or_says_why_not(printed: str) -> None:
    table = rows(printed.partition("## Growth")[0])
    assert [row[0] for row in table] == titles(min(MANY))
    for row in table:
        _what, of, _at_most, _aim, measured, ours, theirs = row
        if measured.startswith("not measured: "):
            assert of in _OTHERS, row
            assert not ours
            assert not theirs
        else:
            assert re.fullmatch(r"\*\*-?\d+\.\d\d\*\*(, (missed|kept|as aimed at))?", measured), row
            assert _median(ours)
            assert float(measured.split("**")[1]) == pytest.approx(_median(ours) / _median(theirs), rel=0.05, abs=0.01)


def test_growth_tells_time_and_memory(printed: str) -> None:
    table = rows(printed.partition("## Growth")[2])
    assert [row[0] for row in table] == [f"{number:,}" for number in QUICK_NUMBERS]
    for row in table:
        assert all(re.fullmatch(r"\d+\.\d\d s \(\d+\.\d\d\)", row[index]) for index in (1, 3)), row
        assert all(re.fullmatch(r"\d+ MB|memory is read from Linux's /proc", row[index]) for index in (2, 4)), row


def test_it_says_where_it_was_measured(printed: str) -> None:
    facts = printed.partition("## Where it was measured")[2]
    assert {line.split(":")[0] for line in facts.splitlines() if line} >= {"- processor", "- TeX", "- load before"}
    assert KEPT not in printed


def test_the_page_is_of_these_rows() -> None:
    text = _PAGE.read_text(encoding="utf-8")
    table = rows(text.partition("## Growth")[0])
    assert [row[0] for row in table] == titles(max(MANY))
    assert text.count(KEPT) == 1


def test_made_up_publications_are_all_different() -> None:
    text = publications(1000)
    for field in ("title", "doi"):
        assert len(set(re.findall(rf"^  {field} = (.*)$", text, re.MULTILINE))) == 1000
    assert text.startswith(publications(10).rstrip())


def test_made_up_publications_are_sound_data(tmp_path: Path) -> None:
    document, warnings = check(Material(tmp_path).data_of(350), "cv")
    assert len([fact for block in document.blocks for fact in getattr(block, "references", ())]) == 350
    assert not warnings


def test_a_long_cv_is_built_without_a_search_for_waste(tmp_path: Path) -> None:
    """It would look at each of the many values of the evidence, and find next to nothing."""
    told = tmp_path / "searched"
    code = f"""
import gc, sys
def search(phase, _):
    if gc.get_threshold()[0] > 10_000:
        open({str(told)!r}, "a").write(phase)
gc.callbacks.append(search)
sys.argv = ["cvtex", "build", "-q", {str(Material(tmp_path).data_of(300))!r}]
from cvtex.__main__ import main
main()
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=environment(), check=False)
    assert done.returncode == 0
    assert (tmp_path / "build" / "cv.pdf").is_file()
    assert not told.exists()


def test_the_peers_get_all_that_the_page_shows() -> None:
    document, _ = check(DATA, "cv")
    content, source = rendercv_input(DATA), biblatex_source(DATA)
    labels = [item.label for block in document.blocks for item in getattr(block, "references", ())]
    keys = [item.key for block in document.blocks for item in getattr(block, "references", ())]
    assert len(labels) == 24
    assert [label for label in labels if f"[{label}]" not in content] == []
    assert [key for key in keys if key not in source] == []
    for words in ("Speech and audio LLMs", "Outstanding Research Award", "Microsoft Research Talks"):
        assert words in content
        assert words in source


def test_a_command_is_measured_with_all_that_it_starts(tmp_path: Path) -> None:
    burning = "import time\nwhile time.process_time() < 0.2: pass"
    starting = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burning!r}])"
    sample = run(_python(starting, tmp_path))
    assert sample.processor is not None
    assert sample.processor >= 0.2
    assert sample.wall >= 0.2


def test_memory_is_that_of_the_whole_tree(tmp_path: Path) -> None:
    holding = "import time; held = b'x' * 60_000_000; time.sleep(0.5)"
    starting = f"import subprocess, sys; held = b'x' * 60_000_000; subprocess.run([sys.executable, '-c', {holding!r}])"
    if sys.platform == "linux":
        assert 120 < peak(_python(starting, tmp_path), 1) < 180
    else:
        with pytest.raises(NotMeasured, match="/proc"):
            peak(_python(starting, tmp_path), 1)


def test_a_failure_is_told_with_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(NotMeasured, match=r"ended with 3: no luck$"):
        run(_python("import sys; print('no luck'); sys.exit(3)", tmp_path))


def test_runs_alternate() -> None:
    order: list[str] = []

    def turn(name: str) -> Sample:
        order.append(name)
        return Sample(float(len(order)))

    first, second = alternately(2, lambda: turn("P"), lambda: turn("cvtex"))
    assert order == ["P", "cvtex"] * 2
    assert [sample.wall for sample in (*first, *second)] == [1, 3, 2, 4]


def titles(targets: int) -> list[str]:
    """What the rows of the table are called, with so many targets for `--all`."""
    return [wanted.what.format(many=MANY[targets]) for group, _ in GROUPS for wanted in group]


def _python(code: str, folder: Path) -> Command:
    return Command((sys.executable, "-c", code), folder, environment())


def _median(cell: str) -> float:
    return float(cell.split()[0])
