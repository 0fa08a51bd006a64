"""What an author of a page writes with: experiments, bets, controls, state, theme, glossary; nothing that moves."""
