"""The pages about the product itself: about, privacy, accessibility, robots, sitemap, health."""
