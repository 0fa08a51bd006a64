"""What anyone may use: the device, random numbers, statistics, records on disk, where files lie; no diffusion."""
