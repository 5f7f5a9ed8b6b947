"""Which personal data came with an upload, and where?"""
