"""What does the routing procedure decide, when, and by which step? Eleven decisions and eighty steps, as data."""
