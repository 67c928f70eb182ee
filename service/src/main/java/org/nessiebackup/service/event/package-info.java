/** What happened, in numbered events that listeners can take up again where they were cut off. */
package org.nessiebackup.service.event;
