"""How do requests come in? GraphQL over HTTP, WebSocket and server-sent events, and what guards the door."""
