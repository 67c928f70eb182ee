package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.RecipientStanza;
import java.util.List;

/** A stanza of a kind that nobody knows. */
final class SampleStanza implements RecipientStanza {
  private final String type;
  private final List<String> arguments;
  private final byte[] body;

  SampleStanza(String type, List<String> arguments, byte[] body) {
    this.type = type;
    this.arguments = List.copyOf(arguments);
    this.body = body.clone();
  }

  @Override
  public String getType() {
    return type;
  }

  @Override
  public List<String> getArguments() {
    return arguments;
  }

  @Override
  public byte[] getBody() {
    return body.clone();
  }
}
