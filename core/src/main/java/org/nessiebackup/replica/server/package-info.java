/**
 * What a replica is called on its two servers, and what these answer: for the operation that is
 * named after replicas, and for nobody else.
 */
package org.nessiebackup.replica.server;
