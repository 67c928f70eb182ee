/**
 * What an operator is asked for by resources: finds the catalog that is declared, makes a resource,
 * and waits for what the operator says of it.
 */
package org.nessiebackup.kubernetes.request;
