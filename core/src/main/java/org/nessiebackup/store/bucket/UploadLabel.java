package org.nessiebackup.store.bucket;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.store.Lifetime;

/**
 * What is known of a new object besides its bytes.
 *
 * @param id distinguishes it from objects that other writers publish under its name
 * @param lifetime whether the server may be told to keep it
 * @param at the server's time at which the name was free, where that was looked for
 */
public record UploadLabel(String id, Lifetime lifetime, Optional<Instant> at) {}
