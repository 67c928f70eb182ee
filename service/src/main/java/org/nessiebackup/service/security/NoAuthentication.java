package org.nessiebackup.service.security;

/** Whoever can reach the service may do all. So it is for this machine alone. */
public record NoAuthentication() implements Authentication {
  private static final Subject LOCAL = new Subject("local", Role.ADMIN);

  @Override
  public Identification identify(Attempt attempt) {
    return new Identification.Known(LOCAL, Identification.Proof.AMBIENT, LOCAL.name());
  }

  @Override
  public String challenge() {
    return "";
  }
}
