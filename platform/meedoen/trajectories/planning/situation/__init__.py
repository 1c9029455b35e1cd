"""What a plan can be made of: sessions near home, and the hours that stand already."""
