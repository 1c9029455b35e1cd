"""What a companion says through the link: yes or no, and afterwards how it went."""
