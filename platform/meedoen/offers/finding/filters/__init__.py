"""What narrows a search: the boxes of the filter, each with how many offers it would give."""
