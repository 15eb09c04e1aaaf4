"""The back-end of civil enforcement: one folder answers one question, and imports only what stands below it."""
