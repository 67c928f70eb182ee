/**
 * Keeps named objects somewhere: the contract, and a folder as its first implementation. Sole owner
 * of the file system.
 *
 * <p>An object appears all at once or not at all, and never changes afterwards. Everything the
 * vault promises about crashes rests on these two sentences.
 */
package org.nessiebackup.store;
