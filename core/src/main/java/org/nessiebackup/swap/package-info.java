/**
 * The exchange of a catalog's tables for others: a staging schema that is loaded out of sight, the
 * swap in one transaction, the schemas that keep what was replaced, and what each of them says of
 * itself, so that any later process knows how far a restore came.
 */
package org.nessiebackup.swap;
