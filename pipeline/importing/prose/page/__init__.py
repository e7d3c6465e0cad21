"""What a page of HTML holds, whoever wrote it."""
