/** {@code key} and its commands. */
package org.nessiebackup.cli.keys;
