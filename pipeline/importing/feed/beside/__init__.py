"""What lies beside an episode: its sound, its chapters, its transcripts."""
