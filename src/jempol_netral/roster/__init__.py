"""Who is on the roster, which accounts they have, what is on the watchlist, and whose account acted."""

from jempol_netral.roster.index import Known, RosterIndex
from jempol_netral.roster.people import Roster, parse_roster, read_roster
from jempol_netral.roster.watchlist import Watchlist, check_watchlist, parse_watchlist, read_watchlist

__all__ = [
    "Known",
    "Roster",
    "RosterIndex",
    "Watchlist",
    "check_watchlist",
    "parse_roster",
    "parse_watchlist",
    "read_roster",
    "read_watchlist",
]
