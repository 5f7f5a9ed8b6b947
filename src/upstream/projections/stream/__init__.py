"""What happened since somebody looked last?"""
