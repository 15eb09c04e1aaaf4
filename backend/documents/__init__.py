"""What do we issue? The writ of control and printed letters: laid out by typst from typed data, never from markup."""
