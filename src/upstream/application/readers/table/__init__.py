"""Text in rows and columns: delimiter, encoding, header, rows in bounded memory."""
