package org.nessiebackup.service.security;

/**
 * What a form of our pages carries and no page of others can know. Each is another one, so that
 * nothing can be learned from how well a page with it is compressed.
 */
final class FormTokens {
  private static final int SALT = 22;

  private final byte[] key = Digests.random(32);

  /** One that holds for whoever has this session, as long as the service runs. */
  String token(String session) {
    String salt = Digests.text(Digests.random(16));
    return salt + Digests.keyed(key, salt + session);
  }

  /** Whether it is one of that session. */
  boolean holds(String token, String session) {
    return token.length() > SALT
        && Digests.same(
            token.substring(SALT), Digests.keyed(key, token.substring(0, SALT) + session));
  }
}
