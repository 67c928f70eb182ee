package org.nessiebackup.vault.point;

import java.time.Instant;
import org.nessiebackup.PointId;

/**
 * A tip in a list of points.
 *
 * @param id its name
 * @param at the moment whose state it holds, by the clock of its server
 */
public record TipPoint(PointId id, Instant at) {}
