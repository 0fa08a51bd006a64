"""A folder a level; a level imports no other level."""
