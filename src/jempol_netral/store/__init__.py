"""The only SQL: what was read, found and decided, with its evidence."""
