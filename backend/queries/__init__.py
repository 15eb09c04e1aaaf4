"""What may people see? The read model as data: each noun's fields, relations, row scope and field audience, once."""
