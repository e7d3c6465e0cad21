"""What people decide: `import.yml`, and what becomes of each loss."""
