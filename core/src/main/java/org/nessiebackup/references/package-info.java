/**
 * Says which references a catalog has and where they point, as Nessie's API will say it: read from
 * the tables, so that a catalog can be looked at before a server serves it.
 */
package org.nessiebackup.references;
