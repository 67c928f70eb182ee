package org.nessiebackup.kubernetes.exchange;

/**
 * What a handover will do.
 *
 * @param catalog to the catalog
 * @param former to the Nessie that serves it now
 * @param next to the Nessie that will serve it
 * @param pods how many pods that will have
 * @param <P> the database's own plan
 */
public record HandoverPlan<P>(
    CatalogMove.Plan<P> catalog, FormerNessie former, WorkloadPlan next, int pods) {}
