/**
 * A way in, without a server: what may be asked, by whom, and what is answered. The API and the
 * pages are lists of endpoints; the server serves them, and tests go through them.
 */
package org.nessiebackup.service.endpoint;
