package org.nessiebackup.store.bucket;

import java.time.Instant;
import java.util.Optional;

/** What a server knows of a key. */
public sealed interface KeyState {
  /**
   * Nothing has the key.
   *
   * @param at the server's time, where it is needed
   */
  record Missing(Optional<Instant> at) implements KeyState {}

  /**
   * An object has it.
   *
   * @param uploader the id that its uploader left in the metadata; empty if it is no upload of ours
   * @param lock how long the server keeps it, such as {@code until 2026-12-01T00:00:00Z}, if it
   *     would not remove it now
   */
  record Present(String uploader, Optional<String> lock) implements KeyState {}
}
