package org.nessiebackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;

/** No error is told to people by the name of its class. */
class ErrorWordsTest {
  @Test
  void theFirstSentenceOfTheChainIsTaken() {
    assertThat(ErrorWords.of(new IOException(new IOException("disk is tired"))))
        .isEqualTo("disk is tired");
    assertThat(ErrorWords.of(new IOException("broken pipe", new IOException("other"))))
        .isEqualTo("broken pipe");
  }

  @Test
  void anErrorWithoutASentenceIsPutIntoWords() {
    ConnectException refused = new ConnectException();
    refused.initCause(new ClosedChannelException());
    assertThat(ErrorWords.of(refused)).isEqualTo("the connection was refused");
    assertThat(ErrorWords.of(new IOException(new ClosedChannelException())))
        .isEqualTo("the connection was closed");
    assertThat(ErrorWords.of(new UnknownHostException("db")))
        .isEqualTo("the name of the host is not known");
    assertThat(ErrorWords.of(new DataFormatException())).isEqualTo("data format");
    assertThat(ErrorWords.of(new RuntimeException())).isEqualTo("runtime");
  }
}
