"""The signed sheet on paper: the form to print, and the photos of it that are attached to hours."""
