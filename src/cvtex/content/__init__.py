"""What the author wrote: YAML and BibTeX read into a frozen CV, every value with its place in the file."""
