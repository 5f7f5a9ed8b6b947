"""A file on its way in: what it is, how it is to be read, how far it got, how it ended."""
