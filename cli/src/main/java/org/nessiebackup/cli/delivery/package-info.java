/** Messages to addresses on the network that may be secret: sent soon or not at all. */
package org.nessiebackup.cli.delivery;
