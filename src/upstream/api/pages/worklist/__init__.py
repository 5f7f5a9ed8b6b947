"""What is worth doing first, and the clocks it runs against."""
