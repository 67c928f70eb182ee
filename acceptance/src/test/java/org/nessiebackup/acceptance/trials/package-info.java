/** Vaults with keys and the operations on them, as suites of many trials disturb them. */
package org.nessiebackup.acceptance.trials;
