"""Watching: the files of a CV followed, a build for each change of them, and one calm line that tells of it."""
