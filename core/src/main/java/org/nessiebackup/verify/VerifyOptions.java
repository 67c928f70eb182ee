package org.nessiebackup.verify;

import java.util.Optional;

/**
 * What to verify, and how thoroughly.
 *
 * @param backup an id or {@code latest}; absent for all
 * @param quick whether to compare sizes and checksums only, instead of decoding every row
 * @param jobs segments at a time, at least one
 */
public record VerifyOptions(Optional<String> backup, boolean quick, int jobs) {}
