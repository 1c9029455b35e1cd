"""A newcomer shares a short summary with one organisation, by a code that ends by itself."""
