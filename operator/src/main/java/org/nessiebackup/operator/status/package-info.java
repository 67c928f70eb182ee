/**
 * How what is said of a resource gets to the API server: written only if it has changed, and told
 * as an event where something has become so that was not.
 */
package org.nessiebackup.operator.status;
