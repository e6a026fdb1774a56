"""Which of the lines that look like headings begin a listing, and where one that is lost began."""
