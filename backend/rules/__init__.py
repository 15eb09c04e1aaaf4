"""What do the law and the procedure say? Pure and clockless: every rule is told the instant it is asked about."""
