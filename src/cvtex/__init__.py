"""cvtex keeps the facts of a career as data and turns them into a verified PDF."""

__version__ = "0.1.0"
