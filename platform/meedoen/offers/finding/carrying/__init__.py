"""What one takes along from an offer: its meetings for a calendar, a poster for the wall."""
