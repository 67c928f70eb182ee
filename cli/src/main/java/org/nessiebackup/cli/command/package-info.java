/**
 * What is common to all commands: the root of the command line with the options that each has, how
 * the line is made from the commands, and what a command says about itself.
 */
package org.nessiebackup.cli.command;
