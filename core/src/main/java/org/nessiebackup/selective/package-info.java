/**
 * Brings back one thing while Nessie serves: a branch or a tag with all its commits, or some tables
 * of a branch. Knows how to add what is missing without touching what is there.
 *
 * <p>Rows of the table of references are Nessie's own: they are never written here. Objects that a
 * reference needs are inserted first, where nobody points to them yet; then Nessie itself is
 * requested through its API to point there, with what it should find. So an interruption anywhere
 * leaves the catalog as it was, with some objects that nobody sees, and whoever commits at the same
 * time loses nothing.
 */
package org.nessiebackup.selective;
