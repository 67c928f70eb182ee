package org.nessiebackup.nessie;

/**
 * A part of an index that became too large for one object. Parts follow one another in the order of
 * keys.
 *
 * @param firstKey its first key, as stored
 * @param lastKey its last key, as stored
 * @param segment the object with the entries
 */
public record Stripe(String firstKey, String lastKey, ObjectId segment) {
  /** Whether this key, or one below it, may be in it. */
  public boolean mayContain(ContentKey key) {
    // Behind the elements of a key come two characters that are smaller than all of a name.
    String begin = "M\0" + String.join("\1", key.elements());
    return lastKey.compareTo(begin) >= 0 && firstKey.compareTo(begin + "\2") < 0;
  }
}
