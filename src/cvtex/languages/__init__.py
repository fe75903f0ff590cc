"""Languages: what a document's language asks of its dates, words and punctuation; one data file a language."""
