/**
 * The rows of one Nessie catalog as of one moment, whether they come from a backup or from a
 * server: references, and objects streamed or looked up; and how its commits follow one another.
 * Who reads a catalog need not know where it lies.
 */
package org.nessiebackup.catalog;
