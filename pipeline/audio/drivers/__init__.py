"""What touches the world for sound: ffmpeg, pydub and mutagen, one file each."""
