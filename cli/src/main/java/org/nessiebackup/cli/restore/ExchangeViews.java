package org.nessiebackup.cli.restore;

import java.util.function.Function;
import org.nessiebackup.cli.console.View;

/**
 * How an exchange on Kubernetes is shown and asked about.
 *
 * @param plan the view of the database's own plan
 * @param report the view of the database's own report
 * @param question what has to be confirmed; {@code %s} is what is brought in
 */
record ExchangeViews<P, R>(Function<P, View> plan, Function<R, View> report, String question) {}
