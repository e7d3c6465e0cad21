"""What single elements of a feed say: addresses, dates, words, categories, licences."""
