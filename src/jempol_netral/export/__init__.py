"""What leaves the program: CSV files that are safe to open."""
