"""The CV as a program writes it: ReportLab's flowables in two embedded TrueType fonts."""

import re
import sys
from pathlib import Path

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate

source, target, fonts = (Path(argument) for argument in sys.argv[1:])
for face in ("Regular", "Bold"):
    pdfmetrics.registerFont(TTFont(face, fonts / f"LiberationSans-{face}.ttf"))
body = ParagraphStyle("body", fontName="Regular", fontSize=10, leading=13.5, spaceAfter=3, allowWidows=0)
item = ParagraphStyle("item", body, leftIndent=16, bulletIndent=0, bulletFontName="Regular", bulletFontSize=10)
styles = {
    "# ": ParagraphStyle("heading", body, fontName="Bold", fontSize=14, leading=18, spaceBefore=12, keepWithNext=1),
    "##": ParagraphStyle("entry", body, fontName="Bold", fontSize=11, leading=14, spaceBefore=6, keepWithNext=1),
}

story: list[Flowable] = [
    Paragraph("Ada Example", ParagraphStyle("name", body, fontName="Bold", fontSize=22, leading=30))
]
for line in source.read_text(encoding="utf-8").split("---", 2)[2].splitlines():
    plain = re.sub(r"\[(.*?)\]\((.*?)\)", r'<a href="\2">\1</a>', line.replace("&", "&amp;"))
    plain = re.sub(r"<(https:\S+?)>", r'<a href="\1">\1</a>', plain)
    plain = re.sub(r"<(\S+?@\S+?)>", r'<a href="mailto:\1">\1</a>', plain).replace("*", "")
    mark, _, rest = plain.partition(" ")
    if line[:2] in styles:
        story.append(Paragraph(rest, styles[line[:2]]))
    elif mark == "-":
        story.append(Paragraph(rest, item, bulletText="•"))
    elif re.fullmatch(r"\d+\.", mark):
        story.append(Paragraph(rest, item, bulletText=mark))
    elif plain:
        story.append(Paragraph(plain, body))
SimpleDocTemplate(
    str(target), invariant=1, author="Ada Example", title="Ada Example – Curriculum vitae", lang="en-GB"
).build(story)
