"""How does an operation run? The guard, the cache of documents, the time limit and the masking of faults."""
