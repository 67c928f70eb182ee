/**
 * The API for machines: what {@code docs/openapi.yaml} says. Bodies are the JSON that commands
 * write.
 */
package org.nessiebackup.service.api;
