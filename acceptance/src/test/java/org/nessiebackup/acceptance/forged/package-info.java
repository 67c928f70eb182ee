/**
 * Vaults that somebody has forged who can write there: every member of every document changed in
 * every way, and segments that are not what they claim. Whatever is read, nothing of it is
 * executed, nothing outside of the vault is touched, and the answer is a plain one.
 */
package org.nessiebackup.acceptance.forged;
