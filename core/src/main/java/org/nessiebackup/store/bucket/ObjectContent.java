package org.nessiebackup.store.bucket;

import java.io.InputStream;

/**
 * Some of the bytes of an object, up to its end or less.
 *
 * @param bytes from the place that was asked for on
 * @param size of the whole object
 * @param version tells it from others that have had its key
 * @param abort ends the connection without reading the rest
 */
public record ObjectContent(InputStream bytes, long size, String version, Runnable abort) {
  /** None of the bytes yet, where a server tells size and version by another request. */
  public static ObjectContent before(long size, String version) {
    return new ObjectContent(InputStream.nullInputStream(), size, version, () -> {});
  }
}
