"""Worksheets for a class, made of the pages themselves: `make handouts ARGS=FOLDER`."""
