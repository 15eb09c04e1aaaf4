"""How does the API answer? Plain functions from what was asked to an operation or a reading, and back to a shape."""
