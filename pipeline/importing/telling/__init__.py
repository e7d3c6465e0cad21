"""What an import tells: the account of it, as a table for people and as a document."""
