"""How it is set: the document as LaTeX, run through TeX, and what TeX says of it in the author's words."""
