/** Text as it may be shown to somebody. */
package org.nessiebackup.report.text;
