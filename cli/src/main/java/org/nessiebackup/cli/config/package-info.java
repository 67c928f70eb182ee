/** Commands that show what options are set to. */
package org.nessiebackup.cli.config;
