/**
 * The demonstration: a throw-away server with a real catalog, the commands that a user would type,
 * and a comparison by the server itself before and after. Reports what it measures.
 */
package org.nessiebackup.cli.demo;
