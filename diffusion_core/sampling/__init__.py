"""From noise to data, for one caller: samplers, guidance, inversion, the Job; nothing that serves many."""
