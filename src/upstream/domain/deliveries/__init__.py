"""Messages that leave the house: through which channels, how often tried, delivered or not."""
