/**
 * What suites of many trials have tried and what held: counted, logged, and written for a report.
 */
package org.nessiebackup.acceptance.figures;
