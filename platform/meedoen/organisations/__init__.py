"""The publishers of offers, their members and contact persons."""
