"""What became of each datum of the CV."""
