package org.nessiebackup.service.security;

/** A login that did not come to an end. */
public final class LoginException extends Exception {
  LoginException(String message) {
    super(message);
  }
}
