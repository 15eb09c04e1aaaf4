"""How do we reach the outside world? Each port as a protocol, a real adapter and a twin for one process."""
