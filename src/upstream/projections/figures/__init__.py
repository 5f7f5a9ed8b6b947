"""How do the figures of the trade stand for this customer, and how does each payer compare?"""
