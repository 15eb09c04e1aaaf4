"""What do tests begin with? People, claims and a service to act on, honest unless a test says otherwise."""
