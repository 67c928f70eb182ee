/** A {@code NessieDrill}: one Job that rehearses a restore, and how it went. */
package org.nessiebackup.operator.drill;
