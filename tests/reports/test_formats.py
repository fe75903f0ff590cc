"""Every format on the command line: it tells the same findings whatever happened, and ends with the same exit code."""

import json
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cvtex.cli import run
from cvtex.reports.formats import FORMATS, LINES
from tests.program import OVERLONG, SMALL, fake_program
from tests.verify.pdfs import picture_page

INVALID = SMALL.replace("position:", "positon:").replace("2019/2022", "2024/2022")
SHORT = "pages: {max: 1}\n"

# By name: the files to write, the command, its exit code and the codes it must tell, whatever the format.
SITUATIONS: dict[str, tuple[dict[str, str | bytes], list[str], int, list[str]]] = {
    "sound data": ({}, ["check"], 0, []),
    "invalid data": ({"data/cv.yaml": INVALID}, ["check"], 3, ["D005", "D007"]),
    "no data": ({}, ["check", "none"], 3, ["S001"]),
    "a build": ({}, ["build"], 0, []),
    "a refused build": ({"data/cv.yaml": OVERLONG}, ["build"], 1, ["P002", "X007"]),
    "a build of invalid data": ({"data/cv.yaml": INVALID}, ["build"], 3, ["D005", "D007"]),
    "a build without such a target": ({}, ["build", "-t", "long"], 2, ["U001"]),
    "a build in which TeX fails": ({"bin/pdflatex": "exit 1"}, ["build"], 4, ["X002"]),
    "two targets": ({"data/targets/short.yaml": SHORT}, ["build", "-t", "short", "-t", "cv"], 0, []),
    "a target that is built and one that is not there": ({}, ["build", "-t", "cv", "-t", "long"], 2, ["U001"]),
    "a foreign PDF": ({"scan.pdf": picture_page()}, ["verify", "scan.pdf"], 1, ["P003"]),
    "no PDF": ({"scan.pdf": b"no PDF"}, ["verify", "scan.pdf"], 1, ["M001"]),
    "no file": ({}, ["verify", "none.pdf"], 3, ["S001"]),
    "a PDF and invalid data": ({"data/cv.yaml": INVALID}, ["verify", "a.pdf", "--data", "data"], 3, ["D005", "D007"]),
}


def of_text(out: str, err: str) -> list[str]:
    del out
    return re.findall(r"^(?:[^:]+(?::\d+){0,2}: )?(?:error|warning)\[([A-Z]\d{3})\]: ", err, re.MULTILINE)


def of_json(out: str, err: str) -> list[str]:
    assert not err
    read = json.loads(out)
    reports = read if isinstance(read, list) else [read]
    return [item["code"] for report in reports for item in report["findings"]]


def of_github(out: str, err: str) -> list[str]:
    assert not err
    return re.findall(r"^::(?:error|warning) .*title=cvtex ([A-Z]\d{3})::", out, re.MULTILINE)


def of_junit(out: str, err: str) -> list[str]:
    assert not err
    told = (item.text or "" for item in ET.fromstring(out).iter() if item.tag in ("failure", "system-out"))
    return re.findall(r"(?:error|warning)\[([A-Z]\d{3})\]", "\n".join(told))


def of_sarif(out: str, err: str) -> list[str]:
    assert not err
    return [item["ruleId"] for run in json.loads(out)["runs"] for item in run["results"]]


def of_html(out: str, err: str) -> list[str]:
    assert not err
    assert out.startswith("<!DOCTYPE html>")
    return re.findall(r"<strong>(?:error|warning)</strong> <abbr title=\"[^\"]+\">([A-Z]\d{3})</abbr>", out)


READERS: Mapping[str, Callable[[str, str], list[str]]] = {
    "text": of_text, "json": of_json, "github": of_github, "junit": of_junit, "sarif": of_sarif, "html": of_html,
}  # fmt: skip


@pytest.fixture
def inside(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(folder)
    return folder


def test_every_format_is_read_here() -> None:
    assert tuple(READERS) == FORMATS
    assert set(LINES) < set(FORMATS)


@pytest.mark.parametrize("name", SITUATIONS)
def test_every_format_tells_every_finding(
    name: str, inside: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files, command, code, codes = SITUATIONS[name]
    for path, content in files.items():
        if path.startswith("bin/"):
            monkeypatch.setenv("PATH", fake_program(inside / "bin", str(content))["PATH"])
            continue
        (inside / path).parent.mkdir(exist_ok=True)
        (inside / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    told = {}
    for form, read in READERS.items():
        assert run([*command, "--format", form]) == code, form
        told[form] = Counter(read(*capsys.readouterr()))
    assert set(told["text"]) >= set(codes)
    assert {form: counts for form, counts in told.items() if counts != told["text"]} == {}


@pytest.mark.parametrize("form", ["junit", "sarif", "html"])
def test_two_targets_are_one_text(form: str, inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (inside / "data" / "targets").mkdir()
    (inside / "data" / "targets" / "short.yaml").write_text(SHORT, encoding="utf-8")
    assert run(["build", "-t", "short", "-t", "cv", "--format", form]) == 0
    out = capsys.readouterr().out
    parts = {"junit": "<testsuite ", "sarif": '"automationDetails"', "html": "<section>"}
    assert out.count(parts[form]) == 2
    pictures = len(re.findall(r'<img src="data:', out))
    assert pictures == (2 if form == "html" else 0)
