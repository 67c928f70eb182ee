package org.nessiebackup.store;

import java.time.Instant;

/**
 * An object as a listing shows it.
 *
 * @param name the full name
 * @param size in bytes
 * @param modified when it was published, by the store's clock
 */
public record StoredObject(String name, long size, Instant modified) {}
