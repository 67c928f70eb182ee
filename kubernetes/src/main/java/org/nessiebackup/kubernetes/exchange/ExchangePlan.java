package org.nessiebackup.kubernetes.exchange;

/**
 * What an exchange will do.
 *
 * @param catalog to the catalog
 * @param workload to Nessie
 * @param <P> the database's own plan
 */
public record ExchangePlan<P>(CatalogPlan<P> catalog, WorkloadPlan workload) {}
