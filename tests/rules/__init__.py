"""Do the rules say what the law says? Examples reckoned by hand, properties, and every day of nine years."""
