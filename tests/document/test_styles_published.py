"""APA 7 and Vancouver: published examples of each style, and punctuation that holds whatever is missing.

Sources: *Publication Manual of the APA*, 7th edition, chapter 10, with the reference examples of the APA Style site;
*ICMJE Recommendations: sample references* (National Library of Medicine, after *Citing Medicine*). Quoted from
memory, not read again. Titles stand as typed: a style of cvtex changes no capitals.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvtex.content.model import Publication
from cvtex.document.references.style import style_names
from tests.document.publications import publication as p
from tests.document.publications import worded

_Example = tuple[Publication, tuple[str, ...], str]

APA: list[_Example] = [
    (
        p(
            "article",
            "Emotions in storybooks: A comparison of storybooks that represent ethnic and racial "
            "groups in the United States",
            "Grady, J. S. and Her, M. and Moreno, G. and Perez, C. and Yelinek, J.",
            "2019",
            journaltitle="Psychology of Popular Media Culture",
            volume="8",
            number="3",
            pages="207--217",
            doi="10.1037/ppm0000185",
        ),
        ("doi",),
        "Grady, J. S., Her, M., Moreno, G., Perez, C., & Yelinek, J. (2019). Emotions in storybooks: "
        "A comparison of storybooks that represent ethnic and racial groups in the United States. "
        "*Psychology of Popular Media Culture*, *8*(3), 207–217. https://doi.org/10.1037/ppm0000185",
    ),
    (
        p(
            "book",
            "The psychology of prejudice: From attitudes to social action",
            "Jackson, L. M.",
            "2019",
            edition="2",
            publisher="American Psychological Association",
            doi="10.1037/0000168-000",
        ),
        ("doi",),
        "Jackson, L. M. (2019). *The psychology of prejudice: From attitudes to social action* (2nd "
        "ed.). American Psychological Association. https://doi.org/10.1037/0000168-000",
    ),
    (
        p(
            "incollection",
            "Culinary arts: Talent and their development",
            "Aron, L. and Botella, M. and Lubart, T.",
            "2019",
            "Subotnik, R. F. and Olszewski-Kubilius, P. and Worrell, F. C.",
            booktitle="The psychology of high performance: Developing human potential into domain-specific talent",
            pages="345--359",
            publisher="American Psychological Association",
            doi="10.1037/0000120-016",
        ),
        ("doi",),
        "Aron, L., Botella, M., & Lubart, T. (2019). Culinary arts: Talent and their development. In "
        "R. F. Subotnik, P. Olszewski-Kubilius, & F. C. Worrell (Eds.), *The psychology of high "
        "performance: Developing human potential into domain-specific talent* (pp. 345–359). American"
        " Psychological Association. https://doi.org/10.1037/0000120-016",
    ),
    (
        p(
            "thesis",
            "Resistance to authority: Methodological innovations and new lessons from the Milgram experiment",
            "Hollander, M. M.",
            "2017",
            type="phdthesis",
            number="10289373",
            institution="University of Wisconsin–Madison",
            publisher="ProQuest Dissertations and Theses Global",
        ),
        (),
        "Hollander, M. M. (2017). *Resistance to authority: Methodological innovations and new "
        "lessons from the Milgram experiment* (Publication No. 10289373) [Doctoral dissertation, "
        "University of Wisconsin–Madison]. ProQuest Dissertations and Theses Global.",
    ),
    (
        p(
            "patent",
            "Using metaphors to present concepts across different intellectual domains",
            "Hiremath, S. C. and Kumar, S. and Lu, F. and Salehi, A.",
            "2016",
            type="patentus",
            number="9,367,592",
            organization="U.S. Patent and Trademark Office",
        ),
        (),
        "Hiremath, S. C., Kumar, S., Lu, F., & Salehi, A. (2016). *Using metaphors to present "
        "concepts across different intellectual domains* (U.S. Patent No. 9,367,592). U.S. Patent and"
        " Trademark Office.",
    ),
    (
        p(
            "software",
            "Comprehensive meta-analysis",
            "Borenstein, M. and Hedges, L. and Higgins, J. and Rothstein, H.",
            "2014",
            version="3.3.070",
            publisher="Biostat",
        ),
        (),
        "Borenstein, M., Hedges, L., Higgins, J., & Rothstein, H. (2014). *Comprehensive "
        "meta-analysis* (Version 3.3.070) [Computer software]. Biostat.",
    ),
    (
        p(
            "preprint",
            "Early specialization in formal, organized sport predicts outcomes",
            "Latimier, A. and Peyre, H. and Ramus, F.",
            "2020",
            eprint="2001.00001",
            eprinttype="arxiv",
        ),
        (),
        "Latimier, A., Peyre, H., & Ramus, F. (2020). *Early specialization in formal, organized "
        "sport predicts outcomes* (arXiv:2001.00001). arXiv.",
    ),
    (
        p(
            "inproceedings",
            "A title of a paper",
            "Cacioppo, S. and Doe, J.",
            "2019",
            booktitle="Proceedings of the Conference",
            pages="1--9",
            publisher="ACM",
        ),
        (),
        "Cacioppo, S., & Doe, J. (2019). A title of a paper. In *Proceedings of the Conference* (pp. 1–9). ACM.",
    ),
]
VANCOUVER: list[_Example] = [
    (
        p(
            "article",
            "Solid-organ transplantation in HIV-infected patients",
            "Halpern, SD and Ubel, PA and Caplan, AL",
            "2002-07-25",
            journaltitle="N Engl J Med",
            volume="347",
            number="4",
            pages="284--287",
        ),
        (),
        "Halpern SD, Ubel PA, Caplan AL. Solid-organ transplantation in HIV-infected patients. N Engl"
        " J Med. 2002 Jul 25;347(4):284-7.",
    ),
    (
        p(
            "book",
            "Medical microbiology",
            "Murray, PR and Rosenthal, KS and Kobayashi, GS and Pfaller, MA",
            "2002",
            edition="4",
            location="St. Louis",
            publisher="Mosby",
        ),
        (),
        "Murray PR, Rosenthal KS, Kobayashi GS, Pfaller MA. Medical microbiology. 4th ed. St. Louis: Mosby; 2002.",
    ),
    (
        p(
            "incollection",
            "Chromosome alterations in human solid tumors",
            "Meltzer, PS and Kallioniemi, A and Trent, JM",
            "2002",
            "Vogelstein, B and Kinzler, KW",
            booktitle="The genetic basis of human cancer",
            location="New York",
            publisher="McGraw-Hill",
            pages="93--113",
        ),
        (),
        "Meltzer PS, Kallioniemi A, Trent JM. Chromosome alterations in human solid tumors. In: "
        "Vogelstein B, Kinzler KW, editors. The genetic basis of human cancer. New York: McGraw-Hill;"
        " 2002. p. 93-113.",
    ),
    (
        p(
            "inproceedings",
            "An analysis of Koza's computational effort statistic for genetic programming",
            "Christensen, S and Oppacher, F",
            "2002-04-03/2002-04-05",
            "Foster, JA and Lutton, E and Miller, J and Ryan, C and Tettamanzi, AG",
            booktitle=(
                "Genetic programming. EuroGP 2002: Proceedings of the 5th European Conference on Genetic Programming"
            ),
            venue="Kinsdale, Ireland",
            location="Berlin",
            publisher="Springer",
            pages="182--191",
        ),
        (),
        "Christensen S, Oppacher F. An analysis of Koza’s computational effort statistic for genetic "
        "programming. In: Foster JA, Lutton E, Miller J, Ryan C, Tettamanzi AG, editors. Genetic "
        "programming. EuroGP 2002: Proceedings of the 5th European Conference on Genetic Programming;"
        " 2002 Apr 3-5; Kinsdale, Ireland. Berlin: Springer; 2002. p. 182-91.",
    ),
    (
        p(
            "thesis",
            "Infant sleep and feeding: a telephone survey of Hispanic Americans",
            "Borkowski, MM",
            "2002",
            type="phdthesis",
            location="Mount Pleasant (MI)",
            institution="Central Michigan University",
        ),
        (),
        "Borkowski MM. Infant sleep and feeding: a telephone survey of Hispanic Americans "
        "[dissertation]. Mount Pleasant (MI): Central Michigan University; 2002.",
    ),
    (
        p(
            "patent",
            "Flexible endoscopic grasping and cutting device and positioning tool assembly",
            "Pagedas, AC",
            "2002-08-01",
            type="United States patent",
            number="US 20020103498",
            holder="Ancel Surgical R&D Inc.",
        ),
        (),
        "Pagedas AC, inventor; Ancel Surgical R&D Inc., assignee. Flexible endoscopic grasping and "
        "cutting device and positioning tool assembly. United States patent US 20020103498. 2002 Aug "
        "1.",
    ),
    (
        p(
            "software",
            "Stata statistical software",
            "{StataCorp}",
            "2023",
            version="18",
            location="College Station (TX)",
            publisher="StataCorp LLC",
        ),
        (),
        "StataCorp. Stata statistical software [computer program]. Version 18. College Station (TX): "
        "StataCorp LLC; 2023.",
    ),
    (
        p("preprint", "A preprint of ours", "Doe, Jane", "2021", eprint="2101.00001", eprinttype="arxiv"),
        (),
        "Doe J. A preprint of ours. arXiv 2101.00001 [Preprint]. 2021.",
    ),
]


@pytest.mark.parametrize("example", APA, ids=lambda example: str(example[0].type))
def test_apa(example: _Example) -> None:
    item, links, expected = example
    assert worded(item, "apa", *links) == expected


@pytest.mark.parametrize("example", VANCOUVER, ids=lambda example: str(example[0].type))
def test_vancouver(example: _Example) -> None:
    item, links, expected = example
    assert worded(item, "vancouver", *links) == expected


FIELDS = {
    "booktitle": "Book", "journaltitle": "Journal", "volume": "3", "number": "4", "pages": "5--9", "eid": "e7",
    "edition": "2", "chapter": "6", "publisher": "Press", "institution": "Institute", "organization": "Body",
    "location": "Town", "venue": "Hall", "eventtitle": "Meeting", "type": "phdthesis", "version": "1.2",
    "howpublished": "Online", "note": "Best paper", "pubstate": "inpress", "titleaddon": "abstract",
    "subtitle": "more", "eprint": "2101.00001", "eprinttype": "arxiv", "series": "Series", "holder": "Firm",
}  # fmt: skip
TYPES = (
    "article", "inproceedings", "book", "incollection", "thesis", "patent", "report", "preprint", "online", "software",
    "dataset", "unpublished", "misc",
)  # fmt: skip
_BROKEN = re.compile(r"[,;:]\s*[,;:.]|\.\.|\(\)|\[\]|“”|\s[,.;:]|\s\s|\(\s|\s\)|\[\s|\s\]|\*\*|^\W*[,.;]|[{}|\\\\]")


@given(
    style=st.sampled_from(style_names()),
    kind=st.sampled_from(TYPES),
    names=st.sets(st.sampled_from(sorted(FIELDS))),
    date=st.sampled_from(["", "2020", "2020-04", "2020-04-05/2020-04-07", "in press"]),
    editors=st.sampled_from(["", "Ed Itor"]),
)
def test_punctuation_holds_whatever_is_missing(style: str, kind: str, names: set[str], date: str, editors: str) -> None:
    fields = {name: FIELDS[name] for name in sorted(names)}
    text = worded(p(kind, "Title", "Ada B. Byron and Jo Other", date, editors, **fields), style)
    bare = re.sub(r"(?<=ed)\.(?=,)|(?<=Eds)\.(?=\))", "", text.replace("*", ""))
    assert not _BROKEN.search(bare.replace("B.,", "B,").replace("J.,", "J,").replace("A.,", "A,")), text
    assert text.rstrip("*”").endswith((".", "?", "!")), text
