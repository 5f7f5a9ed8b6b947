"""Files become records: what kind of file it is, how it is written, its rows in bounded memory."""
