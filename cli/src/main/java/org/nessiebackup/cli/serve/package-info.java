/**
 * The command {@code serve}: gives the service what it needs of settings, command lines and
 * processes.
 */
package org.nessiebackup.cli.serve;
