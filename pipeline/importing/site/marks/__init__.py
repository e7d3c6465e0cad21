"""What programs have in their texts beside Markdown, as Markdown: one file a sort of markup."""
