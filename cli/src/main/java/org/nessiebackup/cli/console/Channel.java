package org.nessiebackup.cli.console;

import java.util.function.Supplier;
import org.nessiebackup.Progress;

/** One of the forms of talking to whoever started us. */
sealed interface Channel extends Progress
    permits TextChannel, JsonChannel, LogChannel, LevelChannel {
  /** Writes the result. */
  void result(View view);

  /** Says something that is neither data nor a warning. */
  void note(String message);

  /** Writes down who has asked for what: wanted however little else is. */
  void audit(String line);

  /** Writes a line of the diagnostic log; {@link LevelChannel} decides whether it is wanted. */
  @Override
  void detail(Detail level, Supplier<String> message);

  /** Shows people what is going to be done. */
  void plan(View view);
}
