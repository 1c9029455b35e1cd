"""The hours ledger: every act on hours as a line, each chained to the one before."""
