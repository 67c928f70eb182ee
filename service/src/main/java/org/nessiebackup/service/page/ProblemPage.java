package org.nessiebackup.service.page;

import java.util.Optional;

/**
 * What went wrong with a request.
 *
 * @param frame around it
 * @param heading in a few words
 * @param message what and where
 * @param hint what to do
 */
record ProblemPage(Frame frame, String heading, String message, Optional<String> hint) {}
