"""A Snowflake emulator for tests: fakesnow's SQL behind the real wire protocol, with faults on demand."""
