"""Through which channels are people told, and what became of every message?"""
