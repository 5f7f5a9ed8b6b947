"""What changes something: a body becomes a command, the answer says where it landed."""
