/** {@code init}, {@code list}, {@code show}, {@code status} and {@code unlock}. */
package org.nessiebackup.cli.vault;
