/**
 * Names and lifetimes of the objects of a vault, small documents among them, and the words for a
 * store's errors. Only the rooms of the vault may use it, so that nobody else knows the layout.
 */
package org.nessiebackup.vault.object;
