"""The bets of a class, a module each, all with the same names (`pages.classroom.catalogue.ClassBet`)."""
