"""What may be asked first of Kate and Andrew's claim? The documents in the order of their story."""
