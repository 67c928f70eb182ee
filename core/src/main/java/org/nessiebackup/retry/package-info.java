/**
 * Repeats what may go better at another attempt, and waits for what others change. Time comes from
 * outside: a clock and a {@link org.nessiebackup.retry.Sleeper}.
 */
package org.nessiebackup.retry;
