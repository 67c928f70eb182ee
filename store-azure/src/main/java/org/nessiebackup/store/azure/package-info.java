/**
 * A container of Azure Blob Storage as a store. Sole owner of the Azure SDK.
 *
 * <p>A small object is one request, a larger one consists of blocks that a last request puts
 * together; both carry the condition that the name is free, which this server always keeps.
 */
package org.nessiebackup.store.azure;
