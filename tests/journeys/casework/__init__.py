"""The eleven decisions of child maintenance casework as journeys: each taken, and refused, through the public API."""
