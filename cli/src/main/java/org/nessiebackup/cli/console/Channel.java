package org.nessiebackup.cli.console;

import org.nessiebackup.Progress;

/** One of the two forms of talking to whoever started us. */
sealed interface Channel extends Progress permits TextChannel, JsonChannel, LogChannel {
  /** Ends what shows the progress, so that something else can be written. */
  void clear();

  /** Writes the result. */
  void result(View view);

  /** Says something that is neither data nor a warning. */
  void note(String message);

  /** Shows people a line of a plan. */
  void line(String text);
}
