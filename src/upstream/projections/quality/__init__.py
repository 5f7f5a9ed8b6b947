"""Which rules are there, how good is each file, and how does that go on?"""
