"""What is printed, by matplotlib: it is imported only when something is made."""
