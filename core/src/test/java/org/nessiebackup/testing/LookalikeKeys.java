package org.nessiebackup.testing;

/**
 * Two ids of objects which, in a Nessie repository without a name, make keys whose hashes agree in
 * their first 64 bits. Searched for some minutes, as somebody could who may commit.
 */
public final class LookalikeKeys {
  /** The one, in hexadecimal digits. */
  public static final String ONE = "0".repeat(48) + "57dd5745b3c824e1";

  /** The other. */
  public static final String OTHER = "0".repeat(48) + "b023a78fbdcce0fd";

  private LookalikeKeys() {}

  /** A statement that adds an object of such an id to a catalog in schema {@code nessie}. */
  public static String insert(String id) {
    return "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value) VALUES ('', '\\x%s', 'v', '\\x01')"
        .formatted(id);
  }
}
