"""What do other systems tell us? One module a feed: its documents end here, and become messages of ours."""
