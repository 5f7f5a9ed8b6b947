"""What every page is made of: layout, moment, words, pieces."""
