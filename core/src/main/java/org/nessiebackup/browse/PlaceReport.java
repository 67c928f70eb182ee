package org.nessiebackup.browse;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.PointId;

/**
 * Which catalog was looked into.
 *
 * @param description where it is, for people
 * @param point the recovery point; absent for the live catalog
 * @param stateOf the moment whose state was seen
 * @param repository the Nessie repository
 */
public record PlaceReport(
    String description, Optional<PointId> point, Instant stateOf, String repository) {}
