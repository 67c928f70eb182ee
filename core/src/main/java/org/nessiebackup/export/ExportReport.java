package org.nessiebackup.export;

import java.time.Duration;

/**
 * What was exported.
 *
 * @param source what the rows came from, for people
 * @param tables how many tables
 * @param rows how many rows
 * @param bytes length of the SQL text, before compression
 * @param elapsed how long it took
 */
public record ExportReport(String source, int tables, long rows, long bytes, Duration elapsed) {}
