package org.nessiebackup;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.concurrent.TimeoutException;

/** What an error of a library means, for people; some of them say no more than their class. */
public final class ErrorWords {
  private ErrorWords() {}

  /** The first message in the chain of causes, else what the deepest cause is, in words. */
  public static String of(Throwable error) {
    Throwable deepest = error;
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (isSentence(cause)) {
        return cause.getMessage().strip();
      }
      deepest = cause;
    }
    return isClosed(deepest) && error instanceof ConnectException ? kind(error) : kind(deepest);
  }

  /** A message that repeats the cause begins with the name of a class. */
  private static boolean isSentence(Throwable error) {
    String message = error.getMessage();
    return message != null
        && !message.isBlank()
        && !(error instanceof UnknownHostException)
        && !message.matches("(?s)(?:[a-z]\\w*\\.)+[A-Z]\\w*.*");
  }

  private static boolean isClosed(Throwable error) {
    return error instanceof ClosedChannelException;
  }

  private static String kind(Throwable error) {
    return switch (error) {
      case UnknownHostException name -> "the name of the host is not known";
      case UnresolvedAddressException name -> "the name of the host is not known";
      case NoRouteToHostException route -> "there is no way to the host";
      case ConnectException refused -> "the connection was refused";
      case SocketTimeoutException late -> "nothing came in time";
      case TimeoutException late -> "nothing came in time";
      case EOFException end -> "the connection was closed";
      case ClosedChannelException end -> "the connection was closed";
      default -> words(error);
    };
  }

  /** {@code IllegalBlockSizeException} is "illegal block size". */
  private static String words(Throwable error) {
    String name = error.getClass().getSimpleName().replaceFirst("(?:Exception|Error)$", "");
    String words = name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words.isBlank() ? "an error without a name" : words;
  }
}
