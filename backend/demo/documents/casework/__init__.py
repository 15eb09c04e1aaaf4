"""What may be asked first of the agency's casework? The documents in the order in which a team does them."""
