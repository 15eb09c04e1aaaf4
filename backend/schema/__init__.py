"""What does the API show? Shapes and their descriptions; what is read for them is declared in queries/."""
