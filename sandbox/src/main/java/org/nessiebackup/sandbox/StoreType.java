package org.nessiebackup.sandbox;

/** How Nessie lays out a catalog in PostgreSQL; named as in Nessie's own configuration. */
public enum StoreType {
  /** Tables {@code refs2} and {@code objs2}: one value per object. */
  JDBC2,
  /** Tables {@code refs} and {@code objs}: a column for each attribute of every type. */
  JDBC
}
