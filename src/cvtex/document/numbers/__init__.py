"""The permanent numbers of publications, and the categories that they count in."""
