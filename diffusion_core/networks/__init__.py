"""What has weights: modules, their anatomy, their files; nothing that trains or samples."""
