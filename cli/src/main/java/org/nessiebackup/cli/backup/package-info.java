/** {@code backup} and {@code import}, and what is shown of a single backup. */
package org.nessiebackup.cli.backup;
