/**
 * Rehearses restores: brings a backup back where nobody lives, lets a real Nessie serve it, and
 * says with evidence whether it could be done. Starts processes and needs a folder, which core does
 * not.
 */
package org.nessiebackup.drill;
