/**
 * Reports as pages for people who were not there: complete by themselves, without a script. A page
 * is a record with all that its template shows, as text; the templates lie beside the classes as
 * resources and escape what they are given.
 */
package org.nessiebackup.cli.page;
