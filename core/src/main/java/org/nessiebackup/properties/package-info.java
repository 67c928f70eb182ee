/**
 * What a table has besides its rows, and what others have built on it: owner, settings, comments,
 * grants, row security, publications, views. Read from the server's own catalogs, so that the table
 * that takes its place gets the same.
 */
package org.nessiebackup.properties;
