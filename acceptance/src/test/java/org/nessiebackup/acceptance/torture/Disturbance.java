package org.nessiebackup.acceptance.torture;

/** What happens to an operation in its middle. */
enum Disturbance {
  /** Nothing. */
  NONE,
  /** As if it was killed before it could ask something of the store. */
  KILLED_BEFORE_CALL,
  /** As if it was killed before it heard the store's answer. */
  KILLED_AFTER_CALL,
  /** A real process gets SIGKILL. */
  PROCESS_KILLED,
  /** All connections to the server break. */
  CONNECTIONS_CUT,
  /** The server crashes. */
  SERVER_CRASHED
}
