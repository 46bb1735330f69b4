package import Model

// The SQL that the programs carry: one statement a file, named after it.
