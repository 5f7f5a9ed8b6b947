"""What is worth doing first, out of alerts, claims and clocks."""
