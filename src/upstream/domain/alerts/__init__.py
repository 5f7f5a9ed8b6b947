"""What asks for a person's attention, by which rule, and what people did about it."""
