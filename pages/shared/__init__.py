"""What several pages use; nothing that belongs to one level."""
