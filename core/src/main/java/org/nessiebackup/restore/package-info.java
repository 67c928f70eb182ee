/**
 * Brings a backup back: loads it beside the catalog, checks it, and swaps it in by one transaction;
 * the replaced tables are kept.
 */
package org.nessiebackup.restore;
