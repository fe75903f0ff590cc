"""What of the CV a target takes."""
