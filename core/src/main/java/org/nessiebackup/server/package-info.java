/**
 * A running Nessie, by version 2 of its REST API: its configuration, its references, contents, and
 * the few changes that bring something back. Knows Nessie's client, which is found nowhere else,
 * and hands out our own records; knows no backups and no database.
 *
 * <p>Every change names what it expects to find. If somebody else was quicker, Nessie refuses, and
 * nothing has happened.
 */
package org.nessiebackup.server;
