package org.nessiebackup.service.event;

import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened.
 *
 * @param id its number, without a gap from one to the next
 * @param at when
 * @param type what: {@code run}, {@code point}, {@code alert}
 * @param catalog whom it concerns; empty for the service
 * @param data more about it, as the API shows it
 */
public record Event(long id, Instant at, String type, String catalog, ObjectNode data) {}
