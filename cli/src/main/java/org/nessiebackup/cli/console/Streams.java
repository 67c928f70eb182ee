package org.nessiebackup.cli.console;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * The streams of a run.
 *
 * @param out standard output
 * @param err standard error
 * @param in standard input
 */
public record Streams(PrintStream out, PrintStream err, InputStream in) {}
