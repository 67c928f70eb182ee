/** {@code version} and {@code completion}: the program about itself. */
package org.nessiebackup.cli.about;
