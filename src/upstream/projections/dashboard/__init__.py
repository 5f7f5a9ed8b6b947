"""How do this customer's payers treat its claims, now and at any moment before?"""
