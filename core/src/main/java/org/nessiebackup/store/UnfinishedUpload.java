package org.nessiebackup.store;

import java.time.Instant;

/**
 * An upload that somebody has begun and neither committed nor closed: one that is still at work, or
 * what a killed process has left. It is no object and never becomes one by itself.
 *
 * @param name the name its object would have had
 * @param handle tells it from others of that name; means something to its store only
 * @param begun when it began, or when something was last written to it, by the store's clock
 */
public record UnfinishedUpload(String name, String handle, Instant begun) {}
