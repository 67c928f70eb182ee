package org.nessiebackup.store.bucket;

/**
 * Where in a bucket the objects of a store are.
 *
 * @param address for messages, without parameters
 * @param prefix what precedes the names of all objects, without a slash at its ends; may be empty
 */
public record BucketPlace(String address, String prefix) {
  /** The key of an object, or what the keys of several begin with. */
  public String key(String name) {
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  /** The name of the object with a key that begins as {@link #key} makes them. */
  public String name(String key) {
    return prefix.isEmpty() ? key : key.substring(prefix.length() + 1);
  }
}
