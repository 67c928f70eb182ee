/** {@code drill} and its reports. */
package org.nessiebackup.cli.drill;
