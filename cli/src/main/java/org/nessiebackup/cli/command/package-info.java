/**
 * The commands, one class each: they read options, call one operation of the library and show what
 * came of it.
 */
package org.nessiebackup.cli.command;
