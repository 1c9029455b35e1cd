"""Moving house: where a newcomer lives from a day on. The file goes along; who sees it changes."""
