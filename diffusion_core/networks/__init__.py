"""What has weights: modules, their anatomy, and how they are written to files and read; nothing that trains or samples."""
