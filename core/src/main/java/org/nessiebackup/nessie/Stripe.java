package org.nessiebackup.nessie;

/**
 * A part of an index that became too large for one object. Parts follow one another in the order of
 * keys.
 *
 * @param firstKey its first key, as stored
 * @param lastKey its last key, as stored
 * @param segment the object with the entries
 */
public record Stripe(String firstKey, String lastKey, ObjectId segment) {}
