"""What did detection look at, what did it find, and on which claims does it rest?"""
