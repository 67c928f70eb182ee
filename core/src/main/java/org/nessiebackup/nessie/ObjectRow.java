package org.nessiebackup.nessie;

import java.util.Optional;

/**
 * A row of the table of objects (store type JDBC2). Whoever makes one gives the array away, or says
 * how long it stays as it is.
 *
 * @param repository the Nessie repository
 * @param id its id
 * @param type the short name as stored: {@code c}, {@code v}, {@code i}, …
 * @param version of an object that may be replaced; absent for all others
 * @param value the serialized object; not to be changed
 * @param referenced when somebody pointed to it, in microseconds since 1970; 0 if the row does not
 *     know
 */
public record ObjectRow(
    String repository,
    ObjectId id,
    String type,
    Optional<String> version,
    Slice value,
    long referenced) {

  /** Of an array, all of which is the object. */
  public ObjectRow(
      String repository,
      ObjectId id,
      String type,
      Optional<String> version,
      byte[] value,
      long referenced) {
    this(repository, id, type, version, Slice.of(value), referenced);
  }
}
