"""What is worth doing first, and how long there is still time for it."""
