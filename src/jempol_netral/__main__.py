"""`python -m jempol_netral` is `jempol`."""

from jempol_netral.cli import main

main()
