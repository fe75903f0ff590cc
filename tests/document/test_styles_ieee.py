"""IEEE: the examples of its guide.

Sources: *IEEE Reference Guide*, sections by letter as below, and *IEEE Editorial Style Manual for Authors*, II.B. The
examples marked "read" were read on 2026-11-24 in public transcriptions of the guide; those marked "memory" were not.
"""

import pytest

from cvtex.content.model import Publication
from tests.document.publications import publication, worded

EXAMPLES: dict[str, tuple[Publication, tuple[str, ...], str]] = {
    "article, with DOI (Editorial Style Manual, read)": (
        publication(
            "article",
            "Induction of electric field in human bodies moving near MRI: An efficient BEM computational procedure",
            "Chiampi, M. M. and Zilberti, L. L.",
            "2011-10",
            journaltitle="IEEE Trans. Biomed. Eng.",
            volume="58",
            number="10",
            pages="2787--2793",
            doi="10.1109/TBME.2011.2158315",
        ),
        ("doi",),
        "M. M. Chiampi and L. L. Zilberti, “Induction of electric field in human bodies moving near MRI: An efficient "
        "BEM computational procedure,” *IEEE Trans. Biomed. Eng.*, vol. 58, no. 10, pp. 2787–2793, Oct. 2011, "
        "doi: 10.1109/TBME.2011.2158315.",
    ),
    "article, by its number (Periodicals, read)": (
        publication(
            "article",
            "Optical gain and laser characteristics of InGaN quantum wells on ternary InGaN substrates",
            "J. Zhang and N. Tansu",
            "2013-04",
            journaltitle="IEEE Photon. J.",
            volume="5",
            number="2",
            eid="2600111",
        ),
        (),
        "J. Zhang and N. Tansu, “Optical gain and laser characteristics of InGaN quantum wells on ternary InGaN "
        "substrates,” *IEEE Photon. J.*, vol. 5, no. 2, Apr. 2013, Art. no. 2600111.",
    ),
    "article, et al., a title that asks (Periodicals, read)": (
        publication(
            "article",
            "Can the application of amorphous oxide TFT be an electrophoretic display?",
            "M. Ito and others",
            "2008-02",
            journaltitle="J. Non-Cryst. Solids",
            volume="354",
            number="19",
            pages="2777--2782",
        ),
        (),
        "M. Ito et al., “Can the application of amorphous oxide TFT be an electrophoretic display?” "
        "*J. Non-Cryst. Solids*, vol. 354, no. 19, pp. 2777–2782, Feb. 2008.",
    ),
    "article, to be published (Periodicals, read)": (
        publication(
            "article",
            "A note on reflector arrays",
            "E. H. Miller",
            journaltitle="IEEE Trans. Antennas Propag.",
            pubstate="inpress",
        ),
        (),
        "E. H. Miller, “A note on reflector arrays,” *IEEE Trans. Antennas Propag.*, to be published.",
    ),
    "article, submitted (Periodicals, read)": (
        publication("article", "Effect of gamma rays on plasma", "C. K. Kim", pubstate="submitted"),
        (),
        "C. K. Kim, “Effect of gamma rays on plasma,” submitted for publication.",
    ),
    "proceedings (Conferences, read)": (
        publication(
            "inproceedings",
            "On the compatibility of adaptive controllers",
            "S. P. Bingulac",
            "1994",
            booktitle="Proc. 4th Annu. Allerton Conf. Circuit Syst. Theory",
            venue="New York, NY, USA",
            pages="8--16",
        ),
        (),
        "S. P. Bingulac, “On the compatibility of adaptive controllers,” in *Proc. 4th Annu. Allerton Conf. Circuit "
        "Syst. Theory*, New York, NY, USA, 1994, pp. 8–16.",
    ),
    "proceedings, with DOI (Conferences, read)": (
        publication(
            "inproceedings",
            "The EURON roboethics roadmap",
            "G. Veruggio",
            "2006",
            booktitle="Proc. Humanoids '06: 6th IEEE-RAS Int. Conf. Humanoid Robots",
            pages="612--617",
            doi="10.1109/ICHR.2006.321337",
        ),
        ("doi",),
        "G. Veruggio, “The EURON roboethics roadmap,” in *Proc. Humanoids ’06: 6th IEEE-RAS Int. Conf. Humanoid "
        "Robots*, 2006, pp. 612–617, doi: 10.1109/ICHR.2006.321337.",
    ),
    "talk (Conferences, presented only, read)": (
        publication(
            "unpublished",
            "Analytical placement technique for sparse arrays",
            "D. Caratelli and M. C. Viganó and G. Toso and P. Angeletti",
            "2010-10-05/2010-10-08",
            eventtitle="32nd ESA Antenna Workshop",
            venue="Noordwijk, The Netherlands",
        ),
        (),
        "D. Caratelli, M. C. Viganó, G. Toso, and P. Angeletti, “Analytical placement technique for sparse arrays,” "
        "presented at the 32nd ESA Antenna Workshop, Noordwijk, The Netherlands, Oct. 5–8, 2010.",
    ),
    "book (Books, read)": (
        publication(
            "book", "Robot Vision", "B. Klaus and P. Horn", "1986", publisher="MIT Press", location="Cambridge, MA, USA"
        ),
        (),
        "B. Klaus and P. Horn, *Robot Vision*. Cambridge, MA, USA: MIT Press, 1986.",
    ),
    "book, edited (Books, read)": (
        publication(
            "book",
            "Human Biology of Pastoral Populations",
            date="2002",
            editors="W. R. Leonard and M. H. Crawford",
            publisher="Cambridge Univ. Press",
            location="New York, NY, USA",
        ),
        (),
        "W. R. Leonard and M. H. Crawford, Eds., *Human Biology of Pastoral Populations*. New York, NY, USA: Cambridge "
        "Univ. Press, 2002.",
    ),
    "chapter (Books, read)": (
        publication(
            "incollection",
            "Random patterns",
            "L. Stein",
            "1994",
            booktitle="Computers and You",
            editors="J. S. Brake",
            publisher="Wiley",
            location="New York, NY, USA",
            pages="55--70",
        ),
        (),
        "L. Stein, “Random patterns,” in *Computers and You*, J. S. Brake, Ed. New York, NY, USA: Wiley, 1994, pp. 55–70.",
    ),
    "chapter of a volume (Books, memory)": (
        publication(
            "incollection",
            "Synthetic structure of industrial plastics",
            "G. O. Young",
            "1964",
            booktitle="Plastics",
            edition="2",
            volume="3",
            editors="J. Peters",
            publisher="McGraw-Hill",
            location="New York, NY, USA",
            pages="15--64",
        ),
        (),
        "G. O. Young, “Synthetic structure of industrial plastics,” in *Plastics*, vol. 3, J. Peters, Ed., 2nd ed. "
        "New York, NY, USA: McGraw-Hill, 1964, pp. 15–64.",
    ),
    "thesis, Ph.D. (Theses, read)": (
        publication(
            "thesis",
            "Narrow-band analyzer",
            "J. O. Williams",
            "1993",
            type="phdthesis",
            institution="Dept. Elect. Eng., Harvard Univ.",
            location="Cambridge, MA, USA",
        ),
        (),
        "J. O. Williams, “Narrow-band analyzer,” Ph.D. dissertation, Dept. Elect. Eng., Harvard Univ., Cambridge, MA, "
        "USA, 1993.",
    ),
    "thesis, M.S. (Theses, read)": (
        publication(
            "thesis",
            "Parametric study of thermal and chemical nonequilibrium nozzle flow",
            "N. Kawasaki",
            "1993",
            type="mathesis",
            institution="Dept. Electron. Eng., Osaka Univ.",
            location="Osaka, Japan",
        ),
        (),
        "N. Kawasaki, “Parametric study of thermal and chemical nonequilibrium nozzle flow,” M.S. thesis, Dept. "
        "Electron. Eng., Osaka Univ., Osaka, Japan, 1993.",
    ),
    "patent (Patents, read)": (
        publication(
            "patent",
            "Nonlinear resonant circuit devices",
            "J. P. Wilkinson",
            "1990-07-16",
            type="patentus",
            number="3 624 125",
        ),
        (),
        "J. P. Wilkinson, “Nonlinear resonant circuit devices,” U.S. Patent 3 624 125, Jul. 16, 1990.",
    ),
    "report (Reports, read)": (
        publication(
            "report",
            "Oxygen absorption in the earth's atmosphere",
            "E. E. Reber and R. L. Michell and C. J. Carter",
            "1988-11",
            type="techreport",
            number="TR-0200 (4230-46)-3",
            institution="Aerospace Corp.",
            location="Los Angeles, CA, USA",
        ),
        (),
        "E. E. Reber, R. L. Michell, and C. J. Carter, “Oxygen absorption in the earth’s atmosphere,” Aerospace Corp., "
        "Los Angeles, CA, USA, Tech. Rep. TR-0200 (4230-46)-3, Nov. 1988.",
    ),
    "preprint (Unpublished, arXiv, read)": (
        publication(
            "preprint",
            "Current-driven magnetic excitations in permalloy-based multilayer nanopillars",
            "S. Urazhdin and N. O. Birge and Pratt, Jr., W. P. and J. Bass",
            "2003",
            eprint="0303149",
            eprinttype="arxiv",
        ),
        (),
        "S. Urazhdin, N. O. Birge, W. P. Pratt Jr., and J. Bass, “Current-driven magnetic excitations in "
        "permalloy-based multilayer nanopillars,” 2003, arXiv:0303149.",
    ),
    "software (Software, read)": (
        publication("software", "Ngspice", date="2011", url="http://ngspice.sourceforge.net"),
        ("url",),
        "*Ngspice*. (2011). [Online]. Available: http://ngspice.sourceforge.net",
    ),
    "unpublished (Unpublished, read)": (
        publication("unpublished", "An approach to graphs of linear forms", "B. Smith", pubstate="inpreparation"),
        (),
        "B. Smith, “An approach to graphs of linear forms,” unpublished.",
    ),
    "data set (Datasets, memory)": (
        publication(
            "dataset",
            "Treatment episode dataset: Discharges (TEDS-D): Concatenated, 2006 to 2009",
            "{U.S. Department of Health and Human Services}",
            "2013-08",
            publisher="Inter-University Consortium for Political and Social Research",
            doi="10.3886/ICPSR30122.v2",
        ),
        ("doi",),
        "U.S. Department of Health and Human Services, “Treatment episode dataset: Discharges (TEDS-D): Concatenated, "
        "2006 to 2009.” (Aug. 2013). Distributed by Inter-University Consortium for Political and Social Research, "
        "doi: 10.3886/ICPSR30122.v2.",
    ),
}


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_guides_examples(name: str) -> None:
    item, links, expected = EXAMPLES[name]
    assert worded(item, "ieee", *links) == expected


def test_more_than_six_authors_are_shortened_when_the_owner_asks() -> None:
    authors = " and ".join(f"{letter}. Author" for letter in "ABCDEFG")
    item = publication("article", "Title", authors, "2020")
    assert worded(item, "ieee", most=6, first=1).startswith("A. Author et al., “Title,”")
    assert worded(item, "ieee").startswith("A. Author, B. Author, C. Author, D. Author, E. Author, F. Author, and G.")
