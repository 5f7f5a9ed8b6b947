"""What a payer will probably deny next month, and whether that is worth saying."""
