"""Files: taken in, followed, put right, withdrawn."""
