"""What judges a picture or a network: readers, distances, the model card; nothing that changes the shipped network."""
