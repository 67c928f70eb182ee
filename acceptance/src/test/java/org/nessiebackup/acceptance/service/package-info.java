/** The resident service, in a real browser. */
package org.nessiebackup.acceptance.service;
