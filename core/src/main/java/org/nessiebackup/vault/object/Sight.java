package org.nessiebackup.vault.object;

import java.time.InstantSource;

/**
 * How a vault is looked at.
 *
 * @param clock what is yet to come by it is not believed
 * @param memory what was read before
 * @param look the same for all that belongs to one look
 */
public record Sight(InstantSource clock, Memory memory, Object look) {
  /** The same by another clock. */
  public Sight by(InstantSource other) {
    return new Sight(other, memory, look);
  }

  /** The next look of somebody who remembers. */
  public Sight next(Memory remembered) {
    return new Sight(clock, remembered, new Object());
  }
}
