"""What hangs or stands in a village: the sheet for its board, its poster, the screen in its hall."""
