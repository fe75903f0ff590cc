"""What the page shows: facts read from the PDF alone, and the checks that hold them against the document."""
