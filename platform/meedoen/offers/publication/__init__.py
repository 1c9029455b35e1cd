"""From draft to archive: submitting, reviewing, pausing, ending."""
