/** Brings backups into a second vault, byte for byte, without reading the database again. */
package org.nessiebackup.copy;
