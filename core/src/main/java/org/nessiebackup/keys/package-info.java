/**
 * Who can read and who can sign: shows a vault's keys, changes them, and gives existing backups the
 * recipients of now.
 */
package org.nessiebackup.keys;
