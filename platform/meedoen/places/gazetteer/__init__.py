"""The look-up of places by what people type, held in memory."""
