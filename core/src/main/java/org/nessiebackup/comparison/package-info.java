/**
 * The rows of a table on two servers of which one follows the other, compared while both go on:
 * what was read on either side, and what was changed in between.
 */
package org.nessiebackup.comparison;
