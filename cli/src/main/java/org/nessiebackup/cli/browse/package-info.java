/** Commands that look into a catalog, of a backup or live. */
package org.nessiebackup.cli.browse;
