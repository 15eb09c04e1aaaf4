"""Every act of the API under kill -9 of servers, workers and PostgreSQL: nothing lost, halved or doubled (P1, P2)."""
