"""What does the service look like with people in it? A world of claims and a clock to move: never in production."""
