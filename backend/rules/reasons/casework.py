"""Why a service request or a line of its activity plan cannot be moved on."""
