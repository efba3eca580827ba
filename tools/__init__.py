"""What a developer runs now and then; no part of the program."""
