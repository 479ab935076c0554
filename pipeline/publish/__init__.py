"""One module per thing published."""
