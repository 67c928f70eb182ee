/**
 * What a report looks like as JSON, said once for each: for the command line, and for whoever else
 * hands reports to machines. A {@link org.nessiebackup.report.Shape} writes a report and knows
 * which members there may be, so documents and schemas are made from it, too.
 */
package org.nessiebackup.report;
