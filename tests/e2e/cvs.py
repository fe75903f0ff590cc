"""CVs that are hard to set, each as the files of a data folder: short, difficult, and long."""

from pathlib import Path

_HEAD = "version: 1\n"

SHORT = {
    "cv.yaml": _HEAD
    + """\
name: Ada Example
sections:
- section: Education
  entries:
  - degree: M.Sc., Examples
    date: 2024-06
"""
}

_SENTENCE = (
    "Weaves algebraic patterns as the loom weaves flowers and leaves, and acts upon other things besides number,"
    " were objects found whose mutual relations could be expressed by those of the abstract science of operations"
)
_ADDRESS = (
    "https://www.example.org/a/very/long/address/that/goes/on/and/on/until/the/line/is/too/short/for/it/index_1.html"
)
_CROWD = " and ".join(
    f"{first} {last}"
    for last in ("Specimen", "Sample", "Pattern", "Placeholder", "Mockup")
    for first in ("Bernadette", "Cornelius", "Dorothea", "Ebenezer", "Friederike", "Gwendolyn", "Hieronymus", "Isadora")
)

DIFFICULT = {
    "cv.yaml": _HEAD
    + f"""\
name: Maximiliane Featherstonehaugh-Wolfenstein
headline: Professor of Exemplary and Comparative Sampling, Director of the Institute for Placeholders and Specimens
contact:
- https://www.example.org/people/faculty/maximiliane-theodora
- maximiliane-theodora.wolfeschlegelstein@example.org
- +1 555 010 0199
- https://github.com/maximiliane-theodora-example
- https://orcid.org/0000-0002-1825-0097
- place: Sampleton, Exampleshire
bibliography: own.bib
references: {{links: [doi, url, arxiv], legend: list}}
sections:
- section: Employment
  entries:
  - group: Full-time
  - organization: The Royal and Imperial Society for the Advancement of Examples, Samples, Specimens and Placeholders
    place: Exampleton-upon-Sample
    date: 2019-10-01/present
    items:
    - position: Director of the Department of Exceedingly Long Titles and Their Consequences for Narrow Columns
      date: 2021-02/2024-11
      items:
      - team: Sampling
        date: Summer 2022
        items:
        - {_SENTENCE}
        - item: Printed at {_ADDRESS}
          date: 2020-03-01/2020-03-05
      - {_SENTENCE}
    - position: Lecturer
      date: [2012, 2013, 2015/2017, 2019]
  - organization: Short Ltd
    date: 2018
  - group: Part-time
  - organization: Third
    date: 2017-05
    items: [One line alone]
- section: Publications
  entries:
  - publications: all
- section: Honours, Awards, Scholarships, Grants and All Other Distinctions That Need Two Lines as a Title
  entries:
  - award: Best paper, [@crowd]
    date: 2024
  - award: Medal
    date: 2023-05-01
  - award: Prize, *in vivo*, and **bold** text with `code`
    date: 2022-11
- section: Summary
  entries:
  - text: {_SENTENCE}. {_SENTENCE}.
- section: One line
  entries:
  - Alone
""",
    "own.bib": f"""\
@article{{crowd, author = {{Maximiliane Featherstonehaugh-Wolfenstein and {_CROWD}}},
  author+an = {{1=equal; 2=equal}}, title = {{A study with more authors than lines}}, journal = {{Journal of Crowds}}, year = 2024,
  doi = {{10.1000/some.very.long.doi/that-never-ends-1234567890-abcdefghijklmnop-qrstuvwxyz-0123456789}}}}
@inproceedings{{two, author = {{Carla Specimen and Maximiliane Featherstonehaugh-Wolfenstein}},
  title = {{Two}}, booktitle = {{Proceedings of the Conference on Examples}}, year = 2023, url = {{{_ADDRESS}}}}}
@misc{{pre, author = {{Maximiliane Featherstonehaugh-Wolfenstein}}, title = {{$x^2$ and \\emph{{in vivo}}}},
  year = 2022, eprint = {{2301.00001}}, eprinttype = {{arxiv}}}}
""",
}


def long(publications: int) -> dict[str, str]:
    """A CV with so many publications."""
    kinds = (("article", "journal"), ("inproceedings", "booktitle"))
    entries = (
        f"@{kinds[n % 2][0]}{{key{n}, author = {{{' and '.join(['Ada Example', *_CROWD.split(' and ')[: n % 9]])}}},"
        f" title = {{{' '.join(_SENTENCE.split()[: 4 + n % 13])} {n}}}, {kinds[n % 2][1]} = {{Journal of Examples}},"
        f" year = {1980 + n % 45}}}\n"
        for n in range(publications)
    )
    text = "name: Ada Example\nbibliography: own.bib\nsections:\n- section: Publications\n  entries:\n  - publications: all\n"
    return {"cv.yaml": _HEAD + text, "own.bib": "".join(entries)}


def write(files: dict[str, str], folder: Path) -> Path:
    """The data folder of a CV."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder
