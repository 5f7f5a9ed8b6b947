"""Files become claims: what kind of file it is, and its records in bounded memory."""
