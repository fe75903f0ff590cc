"""Documents in every language: accents, long words and the language's own marks pass every check, in every style."""

import os
from itertools import cycle
from pathlib import Path

import pytest

from cvtex.document.references.style import style_names
from cvtex.languages.language import base, language_codes
from cvtex.pipeline import Request, build

LINES = {
    "en": 'Counterrevolutionary "misinterpretation" isn\'t naïve: Ångström’s façade',
    "de": 'Leitung der "Arbeitsgruppe Rechtsschutzversicherungsgesellschaften", Maßstäbe für Öl: äußerst groß',
    "fr": 'L\'élève dit "Où est-ce\u202f?", là-bas à Noël\u00a0: ça, c’est l’œuvre d’un garçon anticonstitutionnellement ému\u202f!',
    "es": '¿Qué pasó? "El pingüino" corrió por Año Nuevo: ¡otorrinolaringólogo!',
    "it": 'Perché "l\'università" è così: precipitevolissimevolmente, città e virtù',
    "pt": 'A "investigação" não é fácil: inconstitucionalissimamente, três maçãs e órgãos',
}
CV = """\
version: 1
name: Ada Exämple
bibliography: own.bib
references: {{authors: {{max: 3, first: 1}}, links: [arxiv, code, url]}}
sections:
- section: "{line}"
  entries:
  - organization: "{line}"
    date: 2021-03/present
    items:
    - "{line}"
    - item: "{line}"
      date: 2020-05-01/2020-08-12
  - text: "{line}"
- section: X
  entries:
  - publications: all
"""
BIB = """\
@article{a, author = {A A and B B and C C and Ada Exämple}, author+an = {4=corresponding}, title = {{Où? ``Così'' – Größe}},
  subtitle = {Año}, journal = {Revista}, volume = {3}, number = {4}, pages = {5--9}, date = {2021-03-01}, eprint = {2101.00001}}
@incollection{b, author = {Ada Exämple}, title = {Kapitel}, booktitle = {Buch}, editor = {E E and F F}, edition = {2},
  pages = {1--2}, publisher = {Verlag}, location = {Köln}, year = 2020, pubstate = {inpress}, code = {https://example.org/c}}
@phdthesis{c, author = {Ada Exämple}, title = {Thèse}, school = {Université}, year = 2019, url = {https://example.org/t}}
"""
PAIRS = list(zip(language_codes(), cycle(style_names()), strict=False))


@pytest.mark.parametrize(("code", "style"), PAIRS)
def test_every_language_passes_every_check(code: str, style: str, tmp_path: Path) -> None:
    (tmp_path / "targets").mkdir()
    (tmp_path / "targets" / "cv.yaml").write_text(f"language: {code}\nstyle: {style}\npaper: a4\n", encoding="utf-8")
    line = LINES[base(code)].replace('"', '\\\\"')
    (tmp_path / "cv.yaml").write_text(CV.format(line=line), encoding="utf-8")
    (tmp_path / "own.bib").write_text(BIB, encoding="utf-8")
    report = build(Request(tmp_path, "cv", tmp_path / "build", os.environ))
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert report.passed
    assert (tmp_path / "build" / "cv.pdf").exists()
    assert f"language = {{{code}}}" in (tmp_path / "build" / "cv.tex").read_text(encoding="utf-8")
