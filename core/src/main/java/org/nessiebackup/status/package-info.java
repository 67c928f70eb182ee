/** Says how old the newest backup is, and all else that an alarm may depend on. */
package org.nessiebackup.status;
