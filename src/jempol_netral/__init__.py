"""jempol-netral: a review queue for the election neutrality of Indonesian civil servants. A person decides."""

__version__ = "0.1.0"
