package org.nessiebackup.service.run;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a command line came to.
 *
 * @param status its exit status, 0 if all is well
 * @param summary its result, if there is one
 * @param error why it failed, if it did
 */
public record CommandResult(int status, Optional<ObjectNode> summary, Optional<ObjectNode> error) {}
