/**
 * What options are set to without being typed: how settings are named, and where they are found.
 */
package org.nessiebackup.cli.settings;
