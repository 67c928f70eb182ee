/**
 * Reads what a running Nessie serves, by version 2 of its REST API: its configuration, references,
 * logs, entries and contents, and whether the references are those that were expected. The one
 * place that knows paths, pages and answers of that API; how a request gets there is a {@link
 * org.nessiebackup.nessieapi.Transport}. What changes something is in {@code server}.
 */
package org.nessiebackup.nessieapi;
