"""Activities of a trajectory: from the catalogue or the newcomer's own, judged by the criteria."""
