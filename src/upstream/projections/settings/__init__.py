"""How has each customer set things up?"""
