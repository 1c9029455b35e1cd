"""The proof of participation: issued, printed, checked by anyone given its code."""
