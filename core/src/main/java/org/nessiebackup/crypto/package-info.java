/**
 * Recipients, identities, age streams, signatures. Sole owner of jagged, the library for age files.
 *
 * <p>What is encrypted is an ordinary age file (https://age-encryption.org/v1) to X25519
 * recipients, so {@code age -d} opens it without this program. Nothing here knows what is
 * encrypted, or where it is kept.
 *
 * <p>A secret is never part of a message: neither of a {@code toString}, nor of an exception or of
 * its causes. Where a text may be a secret in the wrong place, it is not quoted.
 */
package org.nessiebackup.crypto;
