"""TeX that waits for a document: the same page as if it had been started with it, and never one that stays."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cvtex.cache import place
from cvtex.typeset import engine
from cvtex.typeset.ahead import Ahead, ahead
from cvtex.typeset.compile import TexFailedError, Typeset, typeset
from cvtex.typeset.formats import Format
from tests.program import ROOT, environment, runs, wait_for
from tests.samples import document, line


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, str]:
    return environment(CVTEX_CACHE=str(tmp_path / "cache"))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """TeX as it was started before there was a document."""
    found: list[subprocess.Popen[bytes]] = []
    start = engine.start_engine

    def noting(*arguments: object) -> subprocess.Popen[bytes]:
        found.append(start(*arguments))  # type: ignore[arg-type]
        return found[-1]

    monkeypatch.setattr(engine, "start_engine", noting)
    return found


def set_by(settings: dict[str, str], words: str = "A text", size: float = 10.0) -> Typeset:
    from dataclasses import replace

    with ahead() as tex:
        tex.begin(settings, "cv")
        wanted = replace(document(line(words)), size=size)
        return typeset(wanted, engine="pdflatex", environment=settings, ahead=tex)


def known(settings: dict[str, str]) -> Typeset:
    """Twice without a format that is known: TeX can wait from then on."""
    set_by(settings)
    return set_by(settings)


def test_it_sets_the_same_and_leaves_nothing(
    settings: dict[str, str], started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    plain = known(settings)
    assert not started
    for words in ("A text", "Another text", "word " * 30_000):
        begun = set_by(settings, words)
        without = typeset(document(line(words)), engine="pdflatex", environment={**settings, "CVTEX_CACHE": ""})
        assert (begun.pdf, begun.tex, begun.remarks) == (without.pdf, without.tex, without.remarks)
    assert set_by(settings).pdf == plain.pdf
    assert [process.returncode for process in started] == [0] * 4
    assert not list(scratch.iterdir())


def test_a_document_of_another_format_is_set_by_another(
    settings: dict[str, str], started: list[subprocess.Popen[bytes]]
) -> None:
    known(settings)
    plain = typeset(document(line("A text")), engine="pdflatex", environment={**settings, "CVTEX_CACHE": ""})
    other = set_by(settings, size=11.0)
    assert other.pdf != plain.pdf
    assert [process.returncode for process in started] == [-signal.SIGKILL]


def told(settings: dict[str, str], words: str, beginning: str) -> Typeset:
    """Set by TeX that has been told a beginning already, and has had the time to set it."""
    with ahead() as tex:
        tex.begin(settings, "cv")
        tex.foretell(beginning)
        time.sleep(0.3)
        return typeset(document(line(words)), engine="pdflatex", environment=settings, ahead=tex)


@pytest.mark.parametrize("words", ["Straße und Café", "Straße und Tee"])
def test_what_was_foretold_is_the_beginning_of_the_source_or_nothing(
    words: str, settings: dict[str, str], started: list[subprocess.Popen[bytes]]
) -> None:
    known(settings)
    source = set_by(settings, "Straße und Café").tex
    plain = typeset(document(line(words)), engine="pdflatex", environment={**settings, "CVTEX_CACHE": ""})
    started.clear()
    for end in ("\\begin{document}\n", "Straße", "Café", "\\end{document}\n"):
        found = told(settings, words, source.partition(end)[0] + end)
        assert (found.pdf, found.tex, found.remarks) == (plain.pdf, plain.tex, plain.remarks)
    ended = [0, 0, 0, 0] if words.endswith("Café") else [0, 0, -signal.SIGKILL]
    assert [process.returncode for process in started][: len(ended)] == ended


def test_what_a_pipe_does_not_hold_is_not_told(settings: dict[str, str]) -> None:
    known(settings)
    assert told(settings, "A text", "x" * 100_000).pages == 1


def test_a_beginning_that_ends_tex_is_another_source(settings: dict[str, str]) -> None:
    known(settings)
    source = set_by(settings).tex
    assert told(settings, "A text", source.replace("\\begin{document}", "\\stop\n\\begin{document}")).pages == 1
    assert told(settings, "A text", "\\stop\n").pages == 1


def test_nobody_is_told_where_none_waits() -> None:
    with ahead() as tex:
        tex.foretell("\\documentclass{cvtex}\n")
        assert tex._waiting is None


def test_one_that_nobody_takes_is_ended(settings: dict[str, str], started: list[subprocess.Popen[bytes]]) -> None:
    known(settings)
    with ahead() as tex:
        tex.begin(settings, "cv")
        assert started[0].poll() is None
    assert started[0].returncode == -signal.SIGKILL


def test_one_whose_folder_is_gone_is_not_taken(
    settings: dict[str, str], started: list[subprocess.Popen[bytes]]
) -> None:
    known(settings)
    with ahead() as tex:
        tex.begin(settings, "cv")
        assert tex._waiting
        shutil.rmtree(tex._waiting.folder)
        assert typeset(document(line("A text")), engine="pdflatex", environment=settings, ahead=tex).pages == 1
    assert len(started) == 1


def test_other_words_have_none(settings: dict[str, str], started: list[subprocess.Popen[bytes]]) -> None:
    known(settings)
    with ahead() as tex:
        tex.begin(settings, "other")
    assert not started


@pytest.mark.parametrize("said", [b"", b"../../elsewhere", b"0" * 32, b"\xff\x00", b"/bin"])
def test_a_note_that_names_no_format_starts_nothing(
    said: bytes, settings: dict[str, str], started: list[subprocess.Popen[bytes]]
) -> None:
    known(settings)
    ((_, _, path),) = place.holdings(settings, "ahead")
    Path(path).write_bytes(said)
    assert set_by(settings).pages == 1
    assert not started
    assert set_by(settings).pages == 1
    assert len(started) == 1, "the note was mended"


def test_a_mistake_is_told_as_without_it(settings: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    known(settings)
    from cvtex.typeset import emit

    whole = emit.emit

    def broken(*arguments: object, **options: object) -> object:
        from cvtex.values import replace

        source = whole(*arguments, **options)  # type: ignore[arg-type]
        return replace(source, text=source.text.replace(r"\end{document}", "\\undefinedhere\n\\end{document}"))

    monkeypatch.setattr("cvtex.typeset.engines.emit", broken)
    with pytest.raises(TexFailedError, match="Undefined control sequence") as without:
        typeset(document(line("x")), engine="pdflatex", environment={**settings, "CVTEX_CACHE": ""})
    with pytest.raises(TexFailedError, match="Undefined control sequence") as found:
        set_by(settings, "x")
    assert found.value.diagnostics == without.value.diagnostics


def test_what_stands_at_the_input_of_cvtex_is_not_read(
    settings: dict[str, str], started: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    known(settings)
    (tmp_path / "input").write_text("of somebody else", encoding="utf-8")
    before = os.dup(0)
    with (tmp_path / "input").open("rb") as other:
        os.dup2(other.fileno(), 0)
        try:
            assert set_by(settings).pages == 1
            assert os.read(0, 99) == b"of somebody else"
        finally:
            os.dup2(before, 0)
            os.close(before)
    assert started[0].returncode == 0


def test_it_ends_when_cvtex_is_killed(settings: dict[str, str]) -> None:
    known(settings)
    script = (
        "import os, signal, sys\nfrom cvtex.typeset.ahead import ahead\nwith ahead() as tex:\n"
        "    tex.begin(os.environ, 'cv')\n    print(tex._waiting.process.pid, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**settings, "PYTHONPATH": str(ROOT / "src")},
        stdout=subprocess.PIPE,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert wait_for(lambda: not runs(int(done.stdout)), 10)


def test_a_format_is_noted_when_it_was_of_use(settings: dict[str, str]) -> None:
    held = Ahead.__new__(Ahead)
    held._mark, held._format = "", None
    held.used(Format("/nowhere", 0, {}, ()))
    assert place.holdings(settings, "ahead") == []
    set_by(settings)
    assert place.holdings(settings, "ahead") == [], "what was set without a format says nothing"
    set_by(settings)
    assert len(place.holdings(settings, "ahead")) == 1
