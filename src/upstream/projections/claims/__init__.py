"""What do we know of each claim, now and at any moment before?"""
