"""The targets that come with cvtex: each names its rules' sources, and an owner's file takes them up or keeps off their names."""

import re
from datetime import date
from pathlib import Path

import pytest

from cvtex.content.source import read_source
from cvtex.content.tree import Mapping, parse_tree
from cvtex.diagnostics import DataError, Findings
from cvtex.document.targets.limits import Limits
from cvtex.document.targets.rule import CERTAINTIES, rule_for
from cvtex.document.targets.target import Target
from cvtex.document.targets.targetfile import load_target, shipped_names
from tests.program import ROOT

SHIPPED = {
    "nih", "nsf", "erc", "dfg", "nserc-online", "nserc-portal", "cva", "azv", "job", "promotion", "nih-biosketch", "nsf-biosketch",
}  # fmt: skip
FUNDERS = sorted(SHIPPED - {"job", "promotion"})


def target(folder: Path, name: str, text: str) -> Target:
    (folder / "targets").mkdir(exist_ok=True)
    (folder / "targets" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_target(folder, name)


def test_all_of_them_are_shipped() -> None:
    assert set(shipped_names()) == SHIPPED


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_each_names_its_sources_their_day_and_how_sure_they_are(name: str, tmp_path: Path) -> None:
    made = target(tmp_path, name, f"extends: {name}\n")
    assert made.rules
    for rule in made.rules:
        assert rule.of
        assert len(rule.source) > 15
        assert date(2026, 11, 23) <= date.fromisoformat(rule.read) <= date(2026, 11, 25)
        assert rule.certainty in CERTAINTIES
        assert rule.note
    # Every limit has a source: one of its own, or the one for all.
    assert [rule for rule in made.rules if not rule.topics]
    asked = [key for key in Limits.__dataclass_fields__ if getattr(made.limits, key) != getattr(Limits(), key)]
    assert all(rule_for(made.rules, "with" if key == "having" else key) for key in asked)
    assert made.output == "text" or asked


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_one_file_has_one_way_to_say_it(name: str) -> None:
    """Each file begins with what it is for, and repeats no key."""
    path = ROOT / "src" / "cvtex" / "document" / "targets" / f"{name}.yaml"
    assert path.read_text(encoding="utf-8").startswith("# ")
    findings = Findings()
    source = read_source(path, findings)
    assert source
    root = parse_tree(source, findings)
    assert isinstance(root, Mapping)
    assert not findings.items


def test_no_address_was_made_up() -> None:
    """The addresses are those that were found when the rules were looked up, and no others."""
    folder = ROOT / "src" / "cvtex" / "document" / "targets"
    text = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.yaml"))
    hosts = set(re.findall(r"\b((?:[\w-]+\.)+(?:org|gov|edu|ca|de|es))\b", text))
    assert hosts == {
        "www.iths.org", "grants.nih.gov", "www.grants.nih.gov", "nexus.od.nih.gov", "researchdevelopment.vpr.virginia.edu",
        "www.jmu.edu", "www.ope-connect.urjc.es", "dfg.de", "www.nserc-crsng.gc.ca", "www.nsf.gov", "Grants.gov", "Research.gov",
    }  # fmt: skip


@pytest.mark.parametrize("name", sorted(SHIPPED))
def test_a_file_of_that_name_must_take_it_up(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, name, "size: 11pt\n")
    (finding,) = caught.value.diagnostics
    assert finding.code == "D034"
    assert f"extends: {name}" in (finding.hint or "")


def test_an_owners_limit_is_laid_over_and_cites_nobody(tmp_path: Path) -> None:
    made = target(tmp_path, "mine", "extends: nih\nlimits: {size: 10pt}\npages: {max: 3}\n")
    assert made.limits.size == 10.0
    assert made.limits.lines == 6.0
    assert rule_for(made.rules, "size") is None
    assert rule_for(made.rules, "pages") is None
    lines = rule_for(made.rules, "lines")
    assert lines is not None
    assert lines.of == "NIH"
    links = rule_for(made.rules, "links")
    assert links is not None
    assert "NOT-OD-20-174" in links.source


def test_a_rule_of_ones_own_is_cited(tmp_path: Path) -> None:
    rule = "rule: {of: Senate, source: Bylaw 7, read: 2026-01-02, certainty: memory}\n"
    made = target(tmp_path, "mine", f"limits: {{size: 10pt}}\n{rule}")
    found = rule_for(made.rules, "size")
    assert found is not None
    assert found.cited == "Senate: Bylaw 7, read 2026-01-02; from memory, look it up before you rely on it"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("rule: {of: NIH, source: x, read: 2026-11-25}", "no certainty"),
        ("rule: {of: NIH, certainty: primary}", "no source and no read"),
        ("rule: {of: NIH, source: x, read: yesterday, certainty: primary}", "`yesterday` is no day"),
        ("rule: {of: NIH, source: x, read: 2026-11-25, certainty: sure}", "`sure` is no certainty"),
        ("rule: {of: NIH, source: x, read: 2026-11-25, certainty: primary, for: sise}", "`sise` is no limit"),
        ("rule: {of: NIH, sauce: x}", "unknown key `sauce`"),
        ("rule: NIH", "`rule` is a mapping"),
        ("rule: {of: {}, source: x}", "`of` has no text"),
        ("file: a/b", "no name of a file"),
        ("file: CV_{nick}", "no name of a file"),
        ("file: .cv", "no name of a file"),
        ("output: word", "no output that cvtex knows"),
        ("limits: {fonts: [Arail]}", "`Arail` is no limit of fonts"),
        ("limits: {fonts: {Arial: big}}", "`big` is no limit of fonts"),
        ("limits: {fonts: []}", "no limit of fonts"),
        ("limits: {bytes: 3}", "no limit of bytes"),
        ("limits: {bytes: 0 MB}", "no limit of bytes"),
        ("limits: {filename: 50}", "no limit of filename"),
        ("limits: {filename: {max: x}}", "no limit of filename"),
        ("limits: {filename: {longest: 50}}", "unknown key `longest`"),
        ("limits: {margin: {lef: 1cm}}", "unknown key `lef` in a margin"),
        ("limits: {margin: {left: 1}}", "no limit of margin"),
        ("limits: {colour: blue}", "`blue` is no limit of colour"),
        ("limits: {links: some}", "`some` is no limit of links"),
        ("limits: {without: [photo]}", "`photo` is no limit of without"),
        ("limits: {counts: []}", "no limit of counts"),
        ("limits: {leading: wide}", "`wide` is no limit of leading"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, "mine", text + "\n")
    assert any(words in item.message for item in caught.value.diagnostics), caught.value.diagnostics


def test_a_copy_never_takes_the_name_of_another_target(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        target(tmp_path, "mine", "file: CV.pdf\n")
    assert "the PDF of the target `cv`" in caught.value.diagnostics[0].message
    assert target(tmp_path, "mine", "file: mine.pdf\n").file == "mine"
