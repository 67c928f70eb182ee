/** Something is broken: the pages that lead from a name to what was before. */
package org.nessiebackup.service.page.recovery;
