"""What is learnt from, drawn from numbers: critters, points, small cats, the training set, its words; no network."""
