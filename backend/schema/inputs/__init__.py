"""What do mutations take? One input each, one intent each, and a key under which the act is done once."""
