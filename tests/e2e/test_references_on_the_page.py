"""References on real pages: every style with every kind of link, long addresses, marks, and shortened lists."""

import os
from pathlib import Path

import pytest

from cvtex.document.references.style import style_names
from cvtex.pipeline import Request, build

CV = """\
version: 1
name: Ada Example
bibliography: own.bib
references: {links: [doi, arxiv, patent, pdf, code, url], count: true, legend: list, authors: {max: 4, first: 2}}
people: {student: [Jo Student]}
sections:
- section: Publications
  entries:
  - award: Best paper, [@a]
  - publications: all
"""
BIB = """\
@article{a, author = {Ada Example and Jo Student}, author+an = {1=equal; 2=equal}, journal = {J}, year = 2024,
  title = {Samples: {BERT} and H$_2$O \\& \\emph{in vivo} -- ``quoted'' $x^2$}, note = {Best Paper Award},
  doi = {10.1000/some.very.long.doi/that-never-ends-1234567890-abcdefghijklmnop-qrstuvwxyz-0123456789},
  eprint = {2301.00001}, eprinttype = {arxiv}, code = {https://github.com/example/repo}, pdf = {https://example.org/a.pdf}}
@inproceedings{b, author = {A A and B B and C C and D D and Ada Example and F F}, title = {Long}, booktitle = {P}, year = 2023,
  url = {https://www.example.org/a/very/long/address/that/goes/on/and/on/until/the/line/is/too/short/for/it/index_1.html?a=b&c=d}}
@patent{p, author = {Ada Example}, title = {Pat}, number = {US 9,367,592 B2}, type = {patentus}, year = 2016}
"""


@pytest.mark.parametrize("style", style_names())
def test_every_style_holds_on_the_page(style: str, tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "cv.yaml").write_text(f"style: {style}\n", encoding="utf-8")
    (tmp_path / "cv.yaml").write_text(CV, encoding="utf-8")
    (tmp_path / "own.bib").write_text(BIB, encoding="utf-8")
    report = build(Request(tmp_path, "cv", tmp_path / "build", os.environ))
    assert [finding.message for finding in report.findings] == []
    assert report.labels == ("C001", "J001", "P001")
