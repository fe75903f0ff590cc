"""How a reference reads: style files, and what they make of an entry."""
