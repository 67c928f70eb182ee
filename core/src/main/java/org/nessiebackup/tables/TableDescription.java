package org.nessiebackup.tables;

import org.nessiebackup.TableShape;

/**
 * A table as it is on the server.
 *
 * @param shape columns and key
 * @param oid its object id
 * @param relfilenode its file
 * @param owner its owner
 * @param pages pages of its main file, without large values
 * @param bytes size on disk with large values, without indexes
 */
public record TableDescription(
    TableShape shape, long oid, long relfilenode, String owner, long pages, long bytes) {
  /** The name, unquoted. */
  public String name() {
    return shape.name();
  }
}
