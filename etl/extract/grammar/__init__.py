"""What a page is made of: lines and their classes, headers, the words of headings, lists of names."""
