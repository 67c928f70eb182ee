/**
 * Recovery points over time, as rows of cells: which part is looked at, what each cell says, and
 * where points are missing. Knows neither pages nor vaults.
 */
package org.nessiebackup.service.timeline;
