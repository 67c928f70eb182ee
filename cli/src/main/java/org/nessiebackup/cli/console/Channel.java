package org.nessiebackup.cli.console;

import java.util.function.Supplier;
import org.nessiebackup.Progress;

/** One of the forms of talking to whoever started us. */
sealed interface Channel extends Progress
    permits TextChannel, JsonChannel, LogChannel, LevelChannel {
  /** Ends what shows the progress, so that something else can be written. */
  void clear();

  /** Writes the result. */
  void result(View view);

  /** Says something that is neither data nor a warning. */
  void note(String message);

  /** Writes a line of the diagnostic log; {@link LevelChannel} decides whether it is wanted. */
  @Override
  void detail(Detail level, Supplier<String> message);

  /** Shows people a line of a plan. */
  void line(String text);
}
