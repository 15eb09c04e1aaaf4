"""What do mutations answer? A success with everything that changed, or one of the ways of being refused."""
