"""Who am I, and where may I go?"""
