"""What may be asked first? Ready queries, mutations and subscriptions for the start page and GraphiQL."""
