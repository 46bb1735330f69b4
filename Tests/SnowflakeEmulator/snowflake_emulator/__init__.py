"""A Snowflake for tests: fakesnow's SQL behind the wire protocol that real drivers speak, with faults on demand."""
