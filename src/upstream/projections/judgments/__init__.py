"""What did operators make of the alerts, and what came of it?"""
