/**
 * Lines that lose requests and answers, break, stand still and deliver twice, between the program
 * and a bucket's server, and between it and PostgreSQL.
 */
package org.nessiebackup.acceptance.link;
