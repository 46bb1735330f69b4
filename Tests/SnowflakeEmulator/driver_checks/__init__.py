"""What the emulator promises, checked through the unmodified ADBC driver for Snowflake."""
