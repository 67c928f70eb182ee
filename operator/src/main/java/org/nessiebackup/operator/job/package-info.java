/**
 * One Job for one step of a resource: started once, however often the operator is killed, and what
 * has become of it.
 */
package org.nessiebackup.operator.job;
