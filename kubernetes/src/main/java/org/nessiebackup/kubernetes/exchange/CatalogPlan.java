package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;

/**
 * What an exchange does to the catalog.
 *
 * @param target what it is about
 * @param database what will be done in the database; absent if that is done already, by the run
 *     that is taken up again
 * @param <P> the database's own plan
 */
public record CatalogPlan<P>(ExchangeTarget target, Optional<P> database) {}
