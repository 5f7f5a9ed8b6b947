"""What will payers probably deny next month?"""
