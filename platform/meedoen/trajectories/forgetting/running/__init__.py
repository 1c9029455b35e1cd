"""The nightly run: tell who will be erased, erase who is due, log what was done."""
