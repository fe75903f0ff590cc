"""The ends of pages that are as they should be, though they look like something else."""

import os
from pathlib import Path

from cvtex import pipeline
from cvtex.verify.readers import read_evidence

WORK = "  - organization: Institute {n}\n    date: 2010/2011\n    items: [{items}]\n"
ITEMS = ", ".join(f"Line {number} of the work" for number in range(5))


def test_an_entry_before_a_subheading_on_the_next_page_is_not_stranded(tmp_path: Path) -> None:
    work = "".join(WORK.format(n=n, items=ITEMS) for n in range(5))
    service = "".join(f"  - role: Editor of Journal {n}\n    date: 2020/present\n" for n in range(3))
    reviewing = "  - group: Reviewing\n    items: [" + ", ".join(f"Journal {n}" for n in range(12)) + "]\n"
    (tmp_path / "cv.yaml").write_text(
        f"version: 1\nname: Grace Sample\nsections:\n- section: Work\n  entries:\n{work}- section: Service\n"
        f"  entries:\n{service}{reviewing}",
        encoding="utf-8",
    )
    for extra in range(3):
        built = pipeline.build(pipeline.Request(tmp_path, "cv", tmp_path / "build", os.environ))
        assert built.passed
        assert built.pages == 2
        alone = pipeline.verify(tmp_path / "build" / "cv.pdf", data=None, target="cv", environment=os.environ)
        assert "P004" not in {finding.code for finding in alone.findings}, extra
        text = (tmp_path / "cv.yaml").read_text(encoding="utf-8")
        (tmp_path / "cv.yaml").write_text(text.replace("[Line 0", f"[Extra {extra}, Line 0", 1), encoding="utf-8")


def test_a_year_alone_in_the_last_line_of_a_text_is_no_page_number(tmp_path: Path) -> None:
    item = f"Reviewer for {35 * 'W'} 2019"
    (tmp_path / "cv.yaml").write_text(
        f"version: 1\nname: Grace Sample\nsections:\n- section: Service\n  entries:\n  - {item}\n"
        "- section: Skills\n  pagebreak: true\n  entries:\n  - Statistics\n",
        encoding="utf-8",
    )
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "mine.yaml").write_text("extends: nih\n", encoding="utf-8")
    report = pipeline.build(pipeline.Request(tmp_path, "mine", tmp_path / "build", os.environ))
    assert [finding.code for finding in report.findings] == []
    page = read_evidence((tmp_path / "build" / "mine.pdf").read_bytes()).pages[0]
    assert page.text.split()[-1] == "2019"
    assert page.text.strip().splitlines()[-1].strip() == "2019"
    (outcome,) = (item for item in report.outcomes if item.code == "G005")
    assert outcome.examined
