"""A class: the teacher opens a room, the pupils sit down in it and bet, and all see what comes out."""

from pages.classroom.room import room
from pages.shared.page import theme

theme.story("Your whole class places its bets, and nobody can look at a neighbour's. Then all of you watch it happen.")
room("class.room")
