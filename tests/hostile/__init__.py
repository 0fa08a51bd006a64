"""What somebody who means harm would send, made anew each time, and a visitor who sends it: `make hostile`."""
