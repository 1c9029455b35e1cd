"""What a counsellor does about companions: ask, move, cancel, write down how it went."""
