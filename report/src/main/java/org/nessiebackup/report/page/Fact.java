package org.nessiebackup.report.page;

/**
 * Something with a name, as a line of a table or a card.
 *
 * @param name what
 * @param value as text
 */
public record Fact(String name, String value) {}
