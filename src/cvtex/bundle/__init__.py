"""Bundles: a cover letter, the CV and papers, joined into one PDF in the order that a call asks for."""

from cvtex.pypdfalone import pypdf as pypdf
