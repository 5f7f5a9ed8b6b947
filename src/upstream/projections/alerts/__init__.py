"""What needs a person now, by which rule, and what was done about it?"""
