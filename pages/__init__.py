"""What a visitor sees: the frame, the pages, and the server behind them; every formula lies in diffusion_core."""
