"""What shows something, at one position of the log."""
