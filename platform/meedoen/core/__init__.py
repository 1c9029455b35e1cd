"""The ground everything stands on: database, audit trail, named errors."""
