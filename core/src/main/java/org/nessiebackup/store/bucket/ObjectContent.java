package org.nessiebackup.store.bucket;

import java.io.InputStream;

/**
 * Some of the bytes of an object, up to its end or less.
 *
 * @param bytes from the requested place on
 * @param size of the whole object
 * @param version distinguishes it from others that have had its key
 * @param abort ends the connection without reading the rest
 */
public record ObjectContent(InputStream bytes, long size, String version, Runnable abort) {
  /** None of the bytes yet, where size and version take a request of their own. */
  public static ObjectContent before(long size, String version) {
    return new ObjectContent(InputStream.nullInputStream(), size, version, () -> {});
  }
}
