/** {@code check}, at a database or for the CronJob of a cluster. */
package org.nessiebackup.cli.check;
