"""What an organisation says of an offer in other languages, in short; the Dutch leads."""
