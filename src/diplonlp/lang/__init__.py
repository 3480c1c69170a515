"""Languages: each module builds the spaCy pipeline of one language."""
