/** What may be said: text of others without what upsets a terminal, and nothing without secrets. */
package org.nessiebackup.cli.text;
