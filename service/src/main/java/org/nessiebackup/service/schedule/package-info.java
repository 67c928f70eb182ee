/** What runs when, what was missed, and which of several services starts it. */
package org.nessiebackup.service.schedule;
