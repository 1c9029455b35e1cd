"""Earlier decisions of the same agency about own activities that look alike, offered again."""
