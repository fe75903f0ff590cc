"""The account of publications made at random: no style loses a datum, whatever entries look like, and no alarm is false."""

from hypothesis import given, settings
from hypothesis import strategies as st

from cvtex.content.bibfields import PRINTED
from cvtex.content.bibliography import read_bibliography
from cvtex.content.markup import Run
from cvtex.content.model import CV, ReferenceSettings, Text
from cvtex.content.source import Source
from cvtex.diagnostics import Findings, Span
from cvtex.document.accounts.referenceaccount import Auditor
from cvtex.document.model import Reference
from cvtex.document.numbers.owner import owner_of, positions
from cvtex.document.references.links import LINKS
from cvtex.document.references.reference import reference
from cvtex.document.references.referencestyle import TYPES, ReferenceOptions
from cvtex.document.references.style import load_style, style_names
from cvtex.document.references.wording import in_language
from cvtex.languages.language import language_codes, load_language

WORDS = (
    "Deep", "Nature", "3", "12", "2020", "in", "The Journal of X", "{\\'E}cole", "Vol. 3", "May", "“quoted”", "$x^2$", "A", "Jul",
    "Springer", "New York", "C++", "\\emph{Homo} x", "What?", "etc.", "Kim", "10", "S1", "ed.", "second", "\\&", "--", "p. 3",
    '``a\'\'', "Zürich", "北京", "IEEE",
)  # fmt: skip
NAMES = (
    "Kai Zhen", "Kim, Minje", "van der Berg, Jan", "{ACME Inc}", "Li, A.", "May, Bo", "张 伟", "O'Neil, Pat", "King, Jr, Martin",
    "Li, B.", "Kai", "Deep, A", "Müller-Lüdenscheidt, H.-P.",
)  # fmt: skip
NUMBERS = st.integers(1, 4).map(str)
PHRASES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
VALUES = {
    "doi": NUMBERS.map("10.1000/abc{}".format),
    **{name: st.just(f"https://example.org/{name}") for name in ("url", "pdf", "code", "video", "slides")},
    "eprint": st.sampled_from(["2101.00001", "arXiv:2101.00001v2", "math.GT/0309136", "hal-1", "12345"]),
    "eprinttype": st.sampled_from(["arxiv", "pubmed", "HAL", "biorxiv"]),
    "pmid": st.just("12345"),
    "pages": st.sampled_from(
        ["284--287", "1-9", "S93--S99", "12", "5--7, 9", "3, 12", "e1", "iv--x", "284–7", "1:3--1:20"]
    ),
    "pubstate": st.sampled_from(["inpress", "submitted", "In Press", "filed", "forthcoming"]),
    "type": st.sampled_from(["phdthesis", "patentus", "techreport", "Blog"]),
    "edition": st.sampled_from(["2", "second", "Third edition", "rev. ed."]),
    **dict.fromkeys(("volume", "number", "issue", "chapter", "version"), NUMBERS | PHRASES),
}
DATES = [
    "2020",
    "2020-07",
    "2020-07-03",
    "2020-07-03/2020-08-01",
    "2019/2020",
    "Summer 2020",
    "2012-12-12",
    "2020-05/2020-07",
]
PEOPLE = st.lists(st.sampled_from(NAMES), min_size=1, max_size=8, unique=True).map(" and ".join)
ENTRIES = st.fixed_dictionaries(
    {"title": PHRASES.map("{} t".format), "author": PEOPLE | PEOPLE.map("{} and others".format)},
    optional={
        "editor": PEOPLE,
        "author+an": st.just("1=equal, student"),
        "date": st.sampled_from(DATES),
        **{name: VALUES.get(name, PHRASES) for name in PRINTED},
    },
)
SETTINGS = st.builds(
    ReferenceSettings,
    max_authors=st.sampled_from([0, 3]),
    first_authors=st.integers(1, 3),
    links=st.lists(st.sampled_from(sorted(LINKS)), unique=True).map(tuple),
)
# The parser takes every `@comment…` for a comment.
KINDS = [kind for kind in TYPES if kind not in ("default", "commentary")]
OWNER = owner_of(CV(Text((Run("Kai Zhen"),), Span("cv.yaml", 1)), (), me=("K. Zhen",)))


@given(kind=st.sampled_from(KINDS), entry=ENTRIES, chosen=SETTINGS, code=st.sampled_from(language_codes()))
@settings(max_examples=100)
def test_every_datum_is_shown_or_left_out_by_a_rule(
    kind: str, entry: dict[str, str], chosen: ReferenceSettings, code: str
) -> None:
    typed = ",\n".join(f"{name} = {{{value}}}" for name, value in entry.items())
    text = f"@{kind}{{key,\n{typed}\n}}\n"
    (publication,) = read_bibliography(Source("own.bib", text, tuple(text.split("\n"))), Findings())
    found = positions(publication, OWNER)
    options = ReferenceOptions(chosen.max_authors, chosen.first_authors, chosen.links)
    for name in style_names():
        style = in_language(load_style(name), load_language(code))
        runs = reference(publication, style, found if len(found) == 1 else frozenset(), options)
        data = list(
            Auditor(chosen, style, OWNER).account(publication, Reference("J001", "key", runs, publication.span))
        )
        assert [datum.what for datum in data if datum.lost] == []
        assert len(data) >= len([name for name in entry if name not in ("author+an", "eprinttype", "editor")])
