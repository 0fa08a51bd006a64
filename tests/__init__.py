"""A package by name, because a library that the tests need brings a folder called tests of its own."""
