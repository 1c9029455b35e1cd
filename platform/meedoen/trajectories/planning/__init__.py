"""A plan for the hours that are still to do: sets of real sessions that fit somebody's week."""
