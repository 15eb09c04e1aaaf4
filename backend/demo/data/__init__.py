"""What are people, places and quarrels called in the demonstration? Reference data to draw from."""
