"""What is kept to be quick, in the user's cache folder: never needed, never trusted, and gone without harm."""
