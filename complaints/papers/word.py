"""A formal paper as a .docx file."""

from complaints.papers import sheet
from complaints.papers.content import PaperContent


def document(paper: PaperContent) -> bytes:
    """Return the file: who gives it, number, title, its parts, unit and day, and where the seal goes."""
    made = sheet.new_sheet()
    sheet.masthead(made, paper.unit, paper.number, paper.title)
    sheet.line(made, "", size=10.5)
    for part in paper.parts:
        if part.heading:
            sheet.section(made, part.heading)
        for text in part.paragraphs:
            sheet.paragraph(made, text, keep=part is paper.parts[-1])
    sheet.line(made, "", size=10.5, keep=True)
    sheet.signature(made, paper.unit, paper.date, seal=paper.seal)
    return sheet.saved(made, paper.title, paper.unit, paper.date)
