"""What runs by itself? The post that empties the outbox, and the timers that fall due."""
