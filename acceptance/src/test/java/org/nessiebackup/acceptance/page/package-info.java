/** Pages that commands write, in a real browser. */
package org.nessiebackup.acceptance.page;
