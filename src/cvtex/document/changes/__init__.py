"""What lies between two states of the data."""
