/**
 * The text of a dump: its bytes with their line numbers, and the tokens of SQL in it, cut as psql
 * and the server cut them.
 */
package org.nessiebackup.imports.sql;
