"""Checks of the emulator through the unmodified ADBC driver for Snowflake."""
