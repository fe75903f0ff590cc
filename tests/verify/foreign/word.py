"""The CV as a word processor's user writes it: built-in styles, tab stops for dates, list bullets."""

import sys
from datetime import datetime

from docx import Document
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Cm, Pt

LINES = [
    "# Employment",
    "@ Principal analyst, Example Institute of Engines, London\t2019 – present",
    "- Wrote the first efficient scheduler for the office’s fleet of difference engines, and cut the time of a table"
    " from nine days to four.",
    "- Lead a group of seven analysts and two engravers; answer for its budget, its hiring and its annual report.",
    "- Brought in review by a second reader: the share of tables with a misprint fell from 12 % to 0.4 %.",
    "@ Analyst, Example & Daughters, Bath\t2014 – 2019",
    "- Designed a file format for punched cards that three makers still share, and wrote its conformance tests.",
    "- Found and corrected 23 flaws in the published tables of logarithms.",
    "- Trained eleven apprentices, of whom nine became analysts.",
    "@ Computer, Royal Example Observatory, Greenwich\t2011 – 2014",
    "- Calculated the orbits of 140 minor planets, by hand and by machine.",
    "- Kept the observatory’s registers, and moved them from paper to cards without the loss of an entry.",
    "# Education",
    "@ PhD in mathematics, University of Example\t2007 – 2011",
    "- Thesis: On the finite differences of functions that are not smooth",
    "@ MMath, University of Example\t2003 – 2007",
    "- First class, with the Placeholder Prize for the best essay on mechanical integration",
    "# Publications",
    "1 A. Example and C. Sample. “Sketch of an engine that checks its own work.” Journal of Example Machines 12(3),"
    " 2025, pp. 101–119. doi:10.5555/jem.2025.12.3",
    "1 A. Example. “How many digits does an almanac need?” Proceedings of the Example Society 88, 2023, pp. 7–31."
    " doi:10.5555/pes.2023.88",
    "1 M. Specimen, A. Example and J. Müller. “Finding misprints by differences: a field study in five offices.”"
    " Annals of Tables 4, 2021, pp. 55–80. doi:10.5555/at.2021.4",
    "1 A. Example. “A card for every number.” Letters on Calculation 31, 2018, pp. 1–4. doi:10.5555/lc.2018.31",
    "# Talks",
    "- “Engines that check themselves”, keynote, Example Days, Zürich, June 2025",
    "- “What an apprentice should learn first”, Sample College, Łódź, May 2022",
    "# Awards and service",
    "- Gold medal of the Example Society, 2024",
    "- Fellow of the Royal Example Observatory, since 2020",
    "- Editor of Annals of Tables, since 2022; referee for five journals",
]
STYLES = {"#": "Heading 1", "@": "Heading 2", "-": "List Bullet", "1": "List Number"}

document = Document()
document.core_properties.author = "Ada Example"
document.core_properties.title = "Ada Example – Curriculum vitae"
document.core_properties.created = document.core_properties.modified = datetime(2026, 3, 1)
document.core_properties.comments = ""
document.styles["Normal"].font.size = Pt(11)
document.add_paragraph("Ada Example", "Title")
document.add_paragraph("Mathematician · 12 Example Square, London · ada@example.org · https://example.org/~ada")
for line in LINES:
    paragraph = document.add_paragraph(line[2:], STYLES[line[0]])
    if line[0] == "@":
        paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(15.2), WD_TAB_ALIGNMENT.RIGHT)
document.save(sys.argv[1])
