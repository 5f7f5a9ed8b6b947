"""Who did what, when and why, and how did any record come to be what it is?"""
