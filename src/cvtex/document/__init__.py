"""What this document says: the CV selected, ordered, numbered and worded for one target."""
