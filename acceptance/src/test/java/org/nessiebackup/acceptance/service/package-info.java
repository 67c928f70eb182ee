/** The resident service over a real server and vault: in a browser, and as programs ask it. */
package org.nessiebackup.acceptance.service;
