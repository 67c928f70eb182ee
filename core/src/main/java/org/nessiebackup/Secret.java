package org.nessiebackup;

/**
 * A password or the like, in a type of its own so that it cannot slip into a message.
 *
 * @param value the secret itself; to be read only where it is handed to whoever needs it
 */
public record Secret(String value) {
  @Override
  public String toString() {
    return "***";
  }
}
