"""Why a payment of a fee is refused."""
