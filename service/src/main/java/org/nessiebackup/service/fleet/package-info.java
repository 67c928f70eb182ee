/** The catalogs that are served, each with its vault, and what is known of them in memory. */
package org.nessiebackup.service.fleet;
