/** Files for reports on what was done: pages for people who were not there, and documents. */
package org.nessiebackup.cli.page;
